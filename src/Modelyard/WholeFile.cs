namespace Modelyard;

/// <summary>Writes files that appear under their name only when they are whole.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file under a temporary name beside its own, brings it to the disk and renames it.</summary>
    /// <remarks>A link stays a link, and what it leads to is replaced. What is no file, as a device or a pipe, is written to, never replaced.</remarks>
    /// <param name="path">The path of the file; one that is there is replaced.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new PendingFile(path);
        write(file.Stream);
        file.Complete();
    }

    // The platform does not tell a device from a file; devices lie in '/dev', where '/dev/shm' holds files, and what a process holds open in '/proc'.
    internal static bool IsSpecial(string path) => (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
