namespace Modelyard.Cli;

/// <summary>Looks at the place of a file that is written at the end, so that the work before is not done in vain.</summary>
internal static class OutputFile
{
    /// <summary>Refuses the path of a folder, and one in a folder that is not there.</summary>
    /// <param name="path">The path; null if no file is written.</param>
    internal static void Check(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new ModelyardException($"{path}: This is a folder. Give the path of a file.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new ModelyardException($"{path}: There is no such folder. Create it first.");
        }
    }
}
