using Modelyard.Data;
using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Finds the files that a path with <c>*</c> and <c>?</c> in its last part means.</summary>
internal static class FileList
{
    /// <summary>Lists files with the moments of their last change, in UTC, the oldest first; those of one moment by their names.</summary>
    /// <exception cref="YardException">The folder is not there or cannot be read.</exception>
    internal static IReadOnlyList<(string Path, DateTime Changed)> Of(string pattern)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(pattern)) ?? Path.GetPathRoot(Path.GetFullPath(pattern))!;
        if (!Directory.Exists(folder))
        {
            throw new YardException($"The folder of '{pattern}', which a monitor watches, is not there. Make it, or watch another.");
        }

        try
        {
            return [.. Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Select(path => (path, File.GetLastWriteTimeUtc(path))).OrderBy(file => file.Item2).ThenBy(file => file.path, StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new YardException($"The folder of '{pattern}', which a monitor watches, cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Reads a file; one with a header and no rows is a table of none, as batches sometimes are. A file without any text may not be written yet, and is refused.</summary>
    /// <exception cref="ModelyardException">It cannot be read, or is no table.</exception>
    internal static Frame Read(string path) => TableFiles.Read(path, new TableReadOptions { Csv = new CsvReadOptions { AllowNoRows = true }, Json = new JsonReadOptions { AllowNoRows = true } }).Frame;
}
