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
        var token = new Option<string?>("--token") { Description = "The token that requests must bear; better given as the environment variable MODELYARD_TOKEN." };
        var watch = new Option<bool>("--watch") { Description = "Run the monitors of the yard each minute, and tell channels of alarms." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("studio", "Look at models, runs, monitors and alarms in a browser, and try models.") { host, port, token, watch, yard, json }
            .WithExample("modelyard studio --port 8080 --watch");
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(port) is < 0 or > 65_535)
            {
                throw new UsageException($"The port is '{parsed.GetValue(port)}' and must be from 0 to 65535.");
            }

            string folder = parsed.GetRequiredValue(yard);
            SharedOptions.OpenYard(folder).Dispose();
            await ModelServer.RunAsync(
                new ModelServerOptions
                {
                    Models = [],
                    Studio = folder,
                    Host = parsed.GetRequiredValue(host),
                    Port = parsed.GetValue(port),
                    Token = parsed.GetValue(token) ?? Environment.GetEnvironmentVariable("MODELYARD_TOKEN"),
                    Watch = parsed.GetValue(watch) ? folder : null,
                    Listening = address => Tell(terminal, parsed.GetValue(json), address),
                },
                cancellation).ConfigureAwait(false);
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
