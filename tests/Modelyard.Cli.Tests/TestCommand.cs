namespace Modelyard.Cli.Tests;

/// <summary>Runs the command in the process of the tests.</summary>
internal static class TestCommand
{
    /// <summary>Runs a command line whose output is no terminal.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(args, new Terminal(output, error, isInteractive: false));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Finds the folder of the repository.</summary>
    public static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Modelyard.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
