using Modelyard.Persistence;
using Modelyard.Server.Models;

namespace Modelyard.Cli;

/// <summary>Finds the model that a command names: a model file, or a name in the yard.</summary>
internal static class ModelReference
{
    /// <summary>Loads a model.</summary>
    /// <param name="reference">A name, name:version, name@alias or the path of a model file.</param>
    /// <param name="yard">The folder of the yard.</param>
    internal static ModelPackage Load(string reference, string yard)
    {
        if (LooksLikeFile(reference))
        {
            return ModelFile.Read(reference);
        }

        using var opened = SharedOptions.OpenYard(yard);
        return opened.Models.Load(reference);
    }

    /// <summary>Loads a model under the name and version that its predictions are logged by, the same as a server's.</summary>
    /// <param name="reference">A name, name:version, name@alias or the path of a model file.</param>
    /// <param name="yard">The folder of the yard.</param>
    internal static ServedVersion LoadVersion(string reference, string yard)
    {
        if (LooksLikeFile(reference))
        {
            return new ModelFileSource().Load(reference);
        }

        using var source = new YardModelSource(yard);
        return source.Load(reference);
    }

    internal static bool LooksLikeFile(string reference) =>
        File.Exists(reference) || reference.Contains('/', StringComparison.Ordinal) || reference.EndsWith(ModelFile.Extension, StringComparison.OrdinalIgnoreCase);
}
