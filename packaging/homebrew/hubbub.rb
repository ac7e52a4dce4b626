# A formula for Homebrew. Untried: `ruby -c` takes it, and nobody has installed it yet. The place and the sum of the source
# archive (`python -m build --sdist`) go into `url` and `sha256` once there is a place that it can be had from; then
# `brew update-python-resources hubbub` puts the libraries in.
class Hubbub < Formula
  include Language::Python::Virtualenv

  desc "Self-hosted chat server and its clients"
  license "MIT"
  url "file:///hubbub-0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"

  depends_on "rust" => :build
  depends_on "cryptography"
  depends_on "pillow"
  depends_on "python-tk@3.13"
  depends_on "python@3.13"

  def install
    virtualenv_install_with_resources
    system bin/"hubbub", "manual", buildpath/"man"
    man1.install Dir[buildpath/"man/*.1"]
    %w[bash zsh fish].each do |shell|
      (buildpath/"hubbub.#{shell}").write Utils.safe_popen_read(bin/"hubbub", "completion", shell)
    end
    bash_completion.install "hubbub.bash" => "hubbub"
    zsh_completion.install "hubbub.zsh" => "_hubbub"
    fish_completion.install "hubbub.fish"
  end

  service do
    run [opt_bin/"hubbub", "serve", "--data", var/"hubbub"]
    keep_alive crashed: true
    log_path var/"log/hubbub.log"
    error_log_path var/"log/hubbub.log"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/hubbub --version")
    (testpath/"data").mkpath
    assert_match "hubbub", shell_output("#{bin}/hubbub serve --check --data #{testpath}/data")
  end
end
