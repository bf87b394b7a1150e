namespace Modelyard.Documentation;

/// <summary>Finds the files of the checkout that the tests were built from.</summary>
internal static class Checkout
{
    internal static string Root { get; } = FindRoot();

    /// <summary>Reads a file, given its path from the root with forward slashes.</summary>
    internal static string Read(string path) => File.ReadAllText(PathOf(path));

    internal static string PathOf(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Modelyard.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run in the checkout; no Modelyard.slnx was found above them.");
    }
}
