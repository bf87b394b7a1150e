using Modelyard.Persistence;
using Modelyard.Server.Models;

namespace Modelyard.Server.Tests.Protocol;

/// <summary>Gives one model, whatever it is asked for.</summary>
internal sealed class OneModel(ModelPackage package) : IModelSource
{
    private readonly ServedVersion _version = new(package.Name, "1", package);

    public long Revision => 1;

    public ServedVersion Load(string reference) => _version;
}
