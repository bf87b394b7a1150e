namespace Modelyard.Data.Tests.Parquet;

/// <summary>Finds the repository that the tests run in.</summary>
internal static class CheckedOut
{
    public static string Root { get; } = Find();

    public static string Table(string name) => Path.Combine(Root, "examples", "data", name + ".csv");

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Modelyard.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
