using System.Text.Json;

namespace EndToEnd.Running;

/// <summary>Represents a temporary folder in which the command is run, as a user would. What was started there ends with it.</summary>
public sealed class Workplace : IDisposable
{
    /// <summary>The time that a command may take when the machine is busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<RunningCommand> _started = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("modelyard-e2e-").FullName;

    /// <summary>Gets the environment variables that commands are given.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Gets the path of one of the tables in 'examples/data'.</summary>
    public static string Example(string file)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Modelyard.slnx")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        }

        return Path.Combine(folder, "examples", "data", file);
    }

    /// <summary>Writes a file.</summary>
    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <summary>Writes a table of 60 rows: a header, and a row of cells for each number.</summary>
    public void WriteRows(string file, string header, Func<int, string> row, int rows = 60) =>
        Write(file, header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(i) + "\n")));

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>Starts the command.</summary>
    public RunningCommand Start(params string[] args)
    {
        var command = RunningCommand.Start(Folder, Environment, args);
        _started.Add(command);
        return command;
    }

    /// <summary>Runs the command to its end.</summary>
    public async Task<CommandResult> RunAsync(params string[] args)
    {
        using var command = RunningCommand.Start(Folder, Environment, args);
        return await command.WaitAsync(Patience);
    }

    /// <summary>Runs the command with '--json', and reads the one object that it writes.</summary>
    public async Task<JsonElement> JsonAsync(params string[] args)
    {
        CommandResult result = (await RunAsync([.. args, "--json"])).Succeeded();
        using var document = JsonDocument.Parse(result.Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }

    /// <summary>Serves models on a port that is free.</summary>
    public async Task<(RunningCommand Command, HttpClient Client)> ServeAsync(params string[] models)
    {
        RunningCommand command = Start(["serve", .. models, "--port", "0"]);
        string told = await command.UntilAsync("Ctrl-C", Patience);
        int at = told.IndexOf("http://", StringComparison.Ordinal);
        return (command, new HttpClient { BaseAddress = new Uri(told[at..told.IndexOf('\n', at)].Trim()), Timeout = Patience });
    }

    public void Dispose()
    {
        _started.ForEach(command => command.Dispose());
        Directory.Delete(Folder, recursive: true);
    }
}
