using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Modelyard.Cli;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server;
using Modelyard.Server.Models;

namespace Modelyard.Documentation.Pages;

/// <summary>Types the commands of a page one after the other, in a workplace of their own.</summary>
internal sealed class CommandSession : IDisposable
{
    // Programs of every system that the pages prepare a file with. What else they name (make, git, dotnet) is not run.
    private static readonly string[] ShellPrograms = ["head", "tail", "cat", "cp", "ls", "printf"];

    private readonly Workplace _place = new();
    private readonly CancellationTokenSource _end = new();
    private Task _serving = Task.CompletedTask;
    private Uri? _server;

    /// <summary>Types one command and compares what it prints with what the page shows.</summary>
    internal async Task TypeAsync(TypedCommand command)
    {
        (int code, string printed, string faults) = command.Program switch
        {
            "modelyard" when command.Words[1] == "serve" => await ServeAsync(command.Arguments),
            "modelyard" => await RunAsync(command),
            "curl" => await RequestAsync(command.Arguments),
            _ when ShellPrograms.Contains(command.Program) => await ShellAsync(command.Text),
            _ => (0, "", ""),
        };
        bool showsFault = command.Printed.Count > 0
            && (command.Printed[0].StartsWith("modelyard: ", StringComparison.Ordinal) || command.Printed[0].StartsWith("{\"type\":\"about:blank\"", StringComparison.Ordinal));
        Assert.True(code == 0 != showsFault, $"'{command.Text}' ended with {code}. {faults}{printed}");
        if (command.Printed.Any(line => line.Length > 0) && !IsCutShort(command))
        {
            string? difference = OutputPattern.Difference(command.Printed, showsFault ? faults : printed);
            Assert.True(difference is null, $"'{command.Text}': {difference}{Environment.NewLine}{printed}");
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _serving.GetAwaiter().GetResult();
        _end.Dispose();
        _place.Dispose();
    }

    /// <summary>Says whether a command searches for a minute: too long for a test, which compares one candidate and not the output.</summary>
    private static bool IsCutShort(TypedCommand command) =>
        command is { Program: "modelyard", Arguments: ["train", ..] } && !command.Arguments.Contains("--trials");

    private static async Task<(int Code, string Printed, string Faults)> RunAsync(TypedCommand command)
    {
        string[] args = IsCutShort(command) ? [.. command.Arguments, "--trials", "0", "--candidates", "LogisticRegression"] : command.Arguments;
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(args, new Terminal(output, error, isInteractive: false));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Serves in this process, on a port that is free, until the session ends.</summary>
    private async Task<(int Code, string Printed, string Faults)> ServeAsync(string[] args)
    {
        ParseResult parsed = CommandLine.Create(new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false)).Parse(args);
        var source = new YardModelSource(parsed.GetValue<string>("--yard")!);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new ModelServerOptions
        {
            Models = parsed.GetValue<string[]>("MODEL")!,
            Source = source,
            Port = 0,
            Token = parsed.GetValue<string>("--token"),
            Predictions = parsed.GetValue<bool>("--log") ? new PredictionLogStore(PredictionLogStore.FolderIn(parsed.GetValue<string>("--yard")!)) : null,
            Studio = parsed.GetValue<bool>("--studio") ? parsed.GetValue<string>("--yard") : null,
            Listening = listening.SetResult,
        };
        Task serving = Task.Run(async () =>
        {
            using (source)
            {
                await ModelServer.RunAsync(options, _end.Token);
            }
        });
        _serving = Task.WhenAll(_serving, serving);
        await Task.WhenAny(listening.Task, serving);
        _server = await listening.Task;
        return (0, "", "");
    }

    /// <summary>Sends what curl would send.</summary>
    private async Task<(int Code, string Printed, string Faults)> RequestAsync(string[] args)
    {
        Assert.True(_server is not null, "No server was started before the request.");
        using var request = new HttpRequestMessage();
        var headers = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "-s":
                    break;
                case "-H":
                    headers.Add(args[++i]);
                    break;
                case "-d" or "--data-binary":
                    string data = args[++i];
                    request.Method = HttpMethod.Post;
                    request.Content = new ByteArrayContent(data.StartsWith('@') ? await File.ReadAllBytesAsync(data[1..]) : Encoding.UTF8.GetBytes(data));
                    break;
                case { } address when !address.StartsWith('-'):
                    request.RequestUri = new Uri(_server!, new Uri(address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address).PathAndQuery);
                    break;
                default:
                    Assert.Fail($"The test does not know what curl does with '{args[i]}'.");
                    break;
            }
        }

        foreach (string[] header in headers.Select(header => header.Split(": ", 2)))
        {
            bool added = request.Headers.TryAddWithoutValidation(header[0], header[1]) || request.Content!.Headers.TryAddWithoutValidation(header[0], header[1]);
            Assert.True(added, $"The header '{header[0]}' cannot be sent.");
        }

        using var client = new HttpClient();
        using HttpResponseMessage response = await client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? (0, body, "") : ((int)response.StatusCode, "", body);
    }

    private static async Task<(int Code, string Printed, string Faults)> ShellAsync(string line)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> faults = shell.StandardError.ReadToEndAsync();
        string printed = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, printed, await faults);
    }
}
