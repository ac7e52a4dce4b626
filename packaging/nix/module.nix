# hubbub as a service of NixOS: services.hubbub.enable = true. Untried: `nix-instantiate --parse` takes it, and nobody has run
# it yet. The service is that of packaging/systemd/hubbub.service.
{ config, lib, pkgs, ... }:

let
  cfg = config.services.hubbub;
  format = pkgs.formats.toml { };
  file = format.generate "hubbub.toml" cfg.settings;
  hubbub = lib.getExe cfg.package;
in
{
  options.services.hubbub = {
    enable = lib.mkEnableOption "hubbub, a self-hosted chat server";
    package = lib.mkOption {
      type = lib.types.package;
      default = pkgs.callPackage ./package.nix { };
      defaultText = lib.literalExpression "pkgs.callPackage ./package.nix { }";
      description = "The package that is run.";
    };
    settings = lib.mkOption {
      type = format.type;
      default = { };
      example = { server.name = "chat.example.org"; backup.every = "1 d"; };
      description = "Settings, as in hubbub.toml. They are readable by everybody: secrets go into `secrets`.";
    };
    secrets = lib.mkOption {
      type = lib.types.attrsOf lib.types.path;
      default = { };
      example = { "server.password" = "/run/keys/hubbub-password"; };
      description = "Files whose first line is a secret of the settings, by its name (LoadCredential of systemd).";
    };
    openFirewall = lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether the port is opened.";
    };
  };

  config = lib.mkIf cfg.enable {
    networking.firewall.allowedTCPPorts = lib.mkIf cfg.openFirewall [ (cfg.settings.listen.port or 7777) ];
    environment.systemPackages = [ cfg.package ];
    systemd.services.hubbub = {
      description = "hubbub chat server";
      wantedBy = [ "multi-user.target" ];
      after = [ "network-online.target" ];
      wants = [ "network-online.target" ];
      serviceConfig = {
        Type = "notify";
        WatchdogSec = 60;
        ExecStart = "${hubbub} serve --data /var/lib/hubbub --config ${file}";
        ExecReload = "${hubbub} reload --data /var/lib/hubbub --config ${file}";
        LoadCredential = lib.mapAttrsToList (name: path: "${name}:${path}") cfg.secrets;
        Restart = "on-failure";
        RestartPreventExitStatus = [ 2 78 ];
        DynamicUser = true;
        StateDirectory = "hubbub";
        StateDirectoryMode = "0700";
        UMask = "0077";
        LimitNOFILE = 65536;
        CapabilityBoundingSet = "";
        LockPersonality = true;
        MemoryDenyWriteExecute = true;
        NoNewPrivileges = true;
        PrivateDevices = true;
        PrivateTmp = true;
        ProtectClock = true;
        ProtectControlGroups = true;
        ProtectHome = true;
        ProtectHostname = true;
        ProtectKernelLogs = true;
        ProtectKernelModules = true;
        ProtectKernelTunables = true;
        ProtectProc = "invisible";
        ProtectSystem = "strict";
        RestrictAddressFamilies = [ "AF_INET" "AF_INET6" "AF_UNIX" ];
        RestrictNamespaces = true;
        RestrictRealtime = true;
        RestrictSUIDSGID = true;
        SystemCallArchitectures = "native";
        SystemCallFilter = "@system-service";
      };
    };
  };
}
