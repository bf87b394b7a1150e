namespace Modelyard.Documentation;

/// <summary>Represents a folder that is empty but for the example data, in which the code and the commands of a page are run.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly string _before = Directory.GetCurrentDirectory();

    internal Workplace()
    {
        Folder = Directory.CreateTempSubdirectory("modelyard-docs-").FullName;
        string data = Path.Combine("examples", "data");
        Directory.CreateDirectory(Path.Combine(Folder, data));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, data)))
        {
            File.Copy(file, Path.Combine(Folder, data, Path.GetFileName(file)));
        }

        Directory.SetCurrentDirectory(Folder);
    }

    internal string Folder { get; }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        Directory.Delete(Folder, recursive: true);
    }
}
