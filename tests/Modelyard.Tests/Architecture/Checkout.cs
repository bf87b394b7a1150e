namespace Modelyard.Tests.Architecture;

/// <summary>Finds the files of the checkout that the tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Gets the root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Lists the C# files under src, without what the build wrote.</summary>
    /// <returns>Paths from the root with forward slashes, and the texts.</returns>
    public static IEnumerable<(string Path, string Text)> SourceFiles() => Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(file => (Path: Path.GetRelativePath(Root, file).Replace('\\', '/'), File: file))
        .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
        .Select(file => (file.Path, File.ReadAllText(file.File)));

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
