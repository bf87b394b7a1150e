using System.Runtime.InteropServices;

namespace Modelyard.Lifecycle.Storage;

/// <summary>Brings the entries of a folder to the disk, so that a renamed file keeps its name after a power cut.</summary>
internal static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder and all above it that are missing, durably.</summary>
    internal static void Create(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        string parent = Path.GetDirectoryName(folder)!;
        Create(parent);
        Directory.CreateDirectory(folder);
        Flush(parent);
    }

    internal static void Flush(string folder)
    {
        // Windows journals the entries of folders itself and gives no call for it.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = OpenFolder(folder, ReadOnly);
        if (handle < 0)
        {
            throw new IOException($"The folder '{folder}' cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        }

        int result = FlushFolder(handle), error = Marshal.GetLastPInvokeError();
        _ = CloseFolder(handle);
        if (result < 0)
        {
            throw new IOException($"The folder '{folder}' cannot be brought to the disk (error {error}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FlushFolder(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseFolder(int handle);
}
