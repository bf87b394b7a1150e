namespace Modelyard.Server.Tests;

/// <summary>Removes the folders of tests.</summary>
internal static class ScratchFolder
{
    private const int Attempts = 100;

    /// <summary>Removes a folder in which a server was at work: what looks at monitors is not waited for when a server ends, and may still write its last file.</summary>
    /// <param name="folder">The folder.</param>
    public static void Delete(string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(50);
            }
        }
    }
}
