# hubbub as a package of Nix. Untried: `nix-instantiate --parse` takes it, and nobody has built it yet.
{ lib, python3Packages }:

python3Packages.buildPythonApplication {
  pname = "hubbub";
  version = lib.head (builtins.match ".*__version__ = \"([^\"]+)\".*" (builtins.readFile ../../src/hubbub/__init__.py));
  pyproject = true;
  src = ../..;

  build-system = [ python3Packages.hatchling ];
  dependencies = with python3Packages; [
    acme
    apsw
    arabic-reshaper
    argon2-cffi
    click
    confusable-homoglyphs
    cryptography
    markdown-it-py
    msgspec
    pillow
    precis-i18n
    prometheus-client
    prompt-toolkit
    python-bidi
    rich
    segno
    sv-ttk
    textual
    tkinter
    tomli-w
    uvloop
    websockets
  ];

  doCheck = false;

  meta = {
    description = "Self-hosted chat server and its clients";
    license = lib.licenses.mit;
    mainProgram = "hubbub";
  };
}
