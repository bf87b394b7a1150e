using System.CommandLine;
using Modelyard.Server;

namespace Modelyard.Cli.Commands;

/// <summary>Serves the pages of a yard.</summary>
internal static class StudioCommand
{
    internal static Command Create(Terminal terminal)
    {
        var host = new Option<string>("--host") { Description = "The address to listen on. Any but this machine's own asks for a token.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The port; 0 for any that is free.", DefaultValueFactory = _ => 8080 }.Plainly("a whole number from 0 to 65535");
        var access = new AccessSettings();
        var watch = new Option<bool>("--watch") { Description = "Run the monitors of the yard each minute, tell channels of alarms, and carry out the automations that they set off." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("studio", "Look at models, runs, monitors and alarms in a browser, and try models.") { host, port, watch }
            .WithExample("modelyard studio --port 8080 --watch");
        access.AddTo(command);
        command.Add(yard);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(port) is < 0 or > 65_535)
            {
                throw new UsageException($"The port is '{parsed.GetValue(port)}' and must be from 0 to 65535.");
            }

            string folder = parsed.GetRequiredValue(yard);
            SharedOptions.OpenYard(folder).Dispose();
            ModelServerOptions options = access.Add(
                parsed,
                new ModelServerOptions
                {
                    Models = [],
                    Studio = folder,
                    Host = parsed.GetRequiredValue(host),
                    Port = parsed.GetValue(port),
                    Watch = parsed.GetValue(watch) ? folder : null,
                    Listening = address => Tell(terminal, parsed.GetValue(json), address),
                },
                folder);
            await ModelServer.RunAsync(options, cancellation).ConfigureAwait(false);
            return CommandLine.Success;
        });
        return command;
    }

    private static void Tell(Terminal terminal, bool json, Uri address)
    {
        var studio = new Uri(address, "studio");
        if (json)
        {
            JsonText.Write(terminal, writer =>
            {
                writer.WriteString("address", address.ToString());
                writer.WriteString("studio", studio.ToString());
            });
            return;
        }

        terminal.Line($" studio  {studio}");
        terminal.Line(" stop    Ctrl-C");
    }
}
