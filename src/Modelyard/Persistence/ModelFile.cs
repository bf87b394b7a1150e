using Modelyard.Learning;
using Modelyard.Persistence.Format;

namespace Modelyard.Persistence;

/// <summary>Writes and reads model files: data, never code.</summary>
/// <remarks>
/// A model file is a ZIP archive of two stored entries, in this order and nothing else: <c>manifest.json</c>, which says what the model is and refers to tensors by name,
/// and <c>tensors.safetensors</c>, its numbers in the safetensors layout. The same package gives the same bytes.
/// </remarks>
public static class ModelFile
{
    /// <summary>Gets the usual extension of a model file.</summary>
    public static string Extension => ".modelyard";

    /// <summary>Gets the version of the format that is written; files of this and of all older versions are read.</summary>
    public static int FormatVersion => ManifestWriter.FormatVersion;

    /// <summary>Writes a model file, whole or not at all: under a temporary name, brought to the disk, then renamed.</summary>
    /// <param name="package">The model and what travels with it.</param>
    /// <param name="path">The path of the file, which is replaced if it is there; a missing folder is made.</param>
    /// <exception cref="ModelyardException">The file cannot be written, or a part is of a type that model files do not know.</exception>
    public static void Write(ModelPackage package, string path)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            WholeFile.Write(path, file => Write(package, file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelyardException($"The model file '{path}' cannot be written: {fault.Message}", fault);
        }
    }

    /// <summary>Writes a model file to a stream.</summary>
    /// <param name="package">The model and what travels with it.</param>
    /// <param name="destination">Receives the bytes; it stays open.</param>
    /// <exception cref="ModelyardException">A part is of a type that model files do not know, or the model is too large for one file.</exception>
    public static void Write(ModelPackage package, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(destination);
        var tensors = new TensorWriter();
        ReadOnlyMemory<byte> manifest = ManifestWriter.Write(package, tensors);
        ModelArchive.Write(destination, manifest, tensors);
    }

    /// <summary>Reads a model file. It is checked in full, and nothing in it is run.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="limits">What it may hold at most; null for <see cref="ModelFileLimits.Default"/>.</param>
    /// <returns>The model and what travels with it.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, hostile, too large, or of a newer format.</exception>
    /// <exception cref="ModelyardException">The file is not there or cannot be read.</exception>
    public static ModelPackage Read(string path, ModelFileLimits? limits = null) => Open(path, file => Read(file, limits));

    /// <summary>Reads a model file from a stream, which must end with it.</summary>
    /// <param name="source">The bytes; it stays open.</param>
    /// <param name="limits">What it may hold at most; null for <see cref="ModelFileLimits.Default"/>.</param>
    /// <returns>The model and what travels with it.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, hostile, too large, or of a newer format.</exception>
    public static ModelPackage Read(Stream source, ModelFileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        limits ??= ModelFileLimits.Default;
        byte[] file = ModelArchive.ReadAll(source, limits);
        return Guard(() => ModelArchive.Parse(file, limits, (manifest, tensors) => ManifestReader.ReadPackage(manifest, tensors, limits)));
    }

    /// <summary>Reads what a model file says about its model. The tensors are neither read nor checked.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="limits">What it may hold at most; null for <see cref="ModelFileLimits.Default"/>.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, hostile, too large, or of a newer format.</exception>
    /// <exception cref="ModelyardException">The file is not there or cannot be read.</exception>
    public static ModelManifest ReadManifest(string path, ModelFileLimits? limits = null) => Open(path, file => ReadManifest(file, limits));

    /// <summary>Reads what a model file says about its model. The tensors are neither read nor checked.</summary>
    /// <param name="source">The bytes; it stays open.</param>
    /// <param name="limits">What it may hold at most; null for <see cref="ModelFileLimits.Default"/>.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, hostile, too large, or of a newer format.</exception>
    public static ModelManifest ReadManifest(Stream source, ModelFileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        limits ??= ModelFileLimits.Default;
        byte[] manifest = ModelArchive.ReadManifest(source, limits);
        return Guard(() => ManifestReader.ReadManifest(manifest, limits));
    }

    private static T Open<T>(string path, Func<Stream, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            return read(file);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelyardException($"There is no model file '{path}'.", fault);
        }
        catch (UnauthorizedAccessException fault) when (Directory.Exists(path))
        {
            throw new ModelyardException($"'{path}' is a folder and must be a model file.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelyardException($"The model file '{path}' cannot be read: {fault.Message}", fault);
        }
        catch (ModelFormatException fault)
        {
            throw new ModelFormatException($"'{path}' cannot be read as a model. {fault.Message}", fault);
        }
    }

    // What a type makes of hostile values is its own affair; whichever fault it finds, the file is at fault.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is not ModelFormatException)
        {
            throw new ModelFormatException($"The model file is damaged or was not written by Modelyard: {fault.Message}", fault);
        }
    }
}
