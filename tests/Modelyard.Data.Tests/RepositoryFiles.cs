namespace Modelyard.Data.Tests;

/// <summary>Finds the files of the repository that a test reads.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = FindRoot();

    public static string Table(string name) => Path.Combine(Root, "examples", "data", name + ".csv");

    public static string Oracle(string name) => Path.Combine(Root, "tests", "Oracles", name + ".json");

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Modelyard.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
