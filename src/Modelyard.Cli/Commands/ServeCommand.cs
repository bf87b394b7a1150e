using System.CommandLine;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server;
using Modelyard.Server.Models;
using Modelyard.Server.Telemetry;

namespace Modelyard.Cli.Commands;

/// <summary>Answers requests over HTTP.</summary>
internal static class ServeCommand
{
    internal static Command Create(Terminal terminal)
    {
        var models = new Argument<string[]>("MODEL") { Description = "Names, name:version, name@alias, or model files.", Arity = ArgumentArity.OneOrMore };
        var host = new Option<string>("--host") { Description = "The address to listen on. Any but this machine's own asks for a token.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The port; 0 for any that is free.", DefaultValueFactory = _ => 8080 }.Plainly("a whole number from 0 to 65535");
        var access = new AccessSettings();
        var memory = new Option<int>("--max-memory") { Description = "The MiB that all requests of more than 64 KiB may take together; above it they are answered 503, to be sent again.", DefaultValueFactory = _ => 128 }.Plainly("a whole number, 1 or greater");
        var log = new PredictionLogSettings("Log each prediction before it is answered, and take true labels at '/models/NAME/feedback'.");
        var require = new Option<bool>("--log-required") { Description = "Refuse predictions that cannot be logged with 503, instead of answering them. Implies '--log'." };
        var otlp = new Option<string?>("--otlp") { Description = "The URL of an OTLP collector that metrics, traces and logs are sent to; by default that of the variable OTEL_EXPORTER_OTLP_ENDPOINT." };
        var dogstatsd = new Option<string?>("--dogstatsd") { Description = "Where DogStatsD listens: udp://HOST:PORT, unix:///PATH, or auto for what the variables DD_DOGSTATSD_URL or DD_AGENT_HOST and DD_DOGSTATSD_PORT say." };
        var watch = new Option<bool>("--watch") { Description = "Run the monitors of the yard each minute, tell channels of alarms, and carry out the automations that they set off." };
        var studio = new Option<bool>("--studio") { Description = "Serve the pages of the yard too, at '/studio'." };
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("serve", "Answer over HTTP: Open Inference Protocol v2 and MLflow's scoring routes.") { models, host, port, memory }
            .WithExample("modelyard serve churn --port 8080 --log");
        access.AddTo(command);
        log.AddTo(command);
        command.Add(require);
        command.Add(otlp);
        command.Add(dogstatsd);
        command.Add(watch);
        command.Add(studio);
        command.Add(yard);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] references = parsed.GetRequiredValue(models);
            if (parsed.GetValue(port) is < 0 or > 65_535)
            {
                throw new UsageException($"The port is '{parsed.GetValue(port)}' and must be from 0 to 65535.");
            }

            if (parsed.GetValue(memory) < 1)
            {
                throw new UsageException($"'--max-memory' is '{parsed.GetValue(memory)}' and must be a whole number, 1 or greater.");
            }

            Uri? collector = null;
            if (parsed.GetValue(otlp) is { } url && !Uri.TryCreate(url, UriKind.Absolute, out collector))
            {
                throw new UsageException($"'--otlp' is '{url}' and must be a URL of http or https, as 'http://127.0.0.1:4318'.");
            }

            bool files = references.All(ModelReference.LooksLikeFile);
            if (!files && references.Any(ModelReference.LooksLikeFile))
            {
                throw new UsageException("Serve model files or names of the yard, not both at once.");
            }

            if (parsed.GetValue(watch) || parsed.GetValue(studio))
            {
                SharedOptions.OpenYard(parsed.GetRequiredValue(yard)).Dispose();
            }

            using YardModelSource? source = files ? null : new YardModelSource(parsed.GetRequiredValue(yard));
            ModelServerOptions options = access.Add(
                parsed,
                new ModelServerOptions
                {
                    Models = references,
                    Source = source,
                    Host = parsed.GetRequiredValue(host),
                    Port = parsed.GetValue(port),
                    MaxMemoryBytes = (long)parsed.GetValue(memory) << 20,
                    Predictions = StoreOf(parsed),
                    RequireLog = parsed.GetValue(require),
                    PredictionOptions = log.OptionsOf(parsed),
                    Watch = parsed.GetValue(watch) ? parsed.GetRequiredValue(yard) : null,
                    Minutes = parsed.GetValue(watch) || (!files && StoreOf(parsed) is not null) ? parsed.GetRequiredValue(yard) : null,
                    Studio = parsed.GetValue(studio) ? parsed.GetRequiredValue(yard) : null,
                    Telemetry = new TelemetryOptions { Otlp = collector, Dogstatsd = parsed.GetValue(dogstatsd) },
                    Listening = address => Tell(terminal, parsed.GetValue(json), references, address, StoreOf(parsed)?.Folder, parsed.GetValue(studio)),
                },
                parsed.GetRequiredValue(yard));
            await ModelServer.RunAsync(options, cancellation).ConfigureAwait(false);
            return CommandLine.Success;
        });
        return command;

        PredictionLogStore? StoreOf(ParseResult parsed) => log.StoreOf(parsed, parsed.GetRequiredValue(yard)) ?? (parsed.GetValue(require) ? new PredictionLogStore(PredictionLogStore.FolderIn(parsed.GetRequiredValue(yard))) : null);
    }

    private static void Tell(Terminal terminal, bool json, string[] references, Uri address, string? log, bool studio)
    {
        if (json)
        {
            JsonText.Write(terminal, writer =>
            {
                writer.WriteString("address", address.ToString());
                writer.Texts("models", references);
                if (log is not null)
                {
                    writer.WriteString("log", log);
                }

                if (studio)
                {
                    writer.WriteString("studio", new Uri(address, "studio").ToString());
                }
            });
            return;
        }

        terminal.Line($" serving {string.Join(", ", references)} at {address}");
        if (log is not null)
        {
            terminal.Line($" log     {Path.GetRelativePath(Environment.CurrentDirectory, log)}");
        }

        if (studio)
        {
            terminal.Line($" studio  {address}studio");
        }

        terminal.Line($" try     curl {address}v2/models/{references[0].Split(':', '@')[0]}");
        terminal.Line(" stop    Ctrl-C");
    }
}
