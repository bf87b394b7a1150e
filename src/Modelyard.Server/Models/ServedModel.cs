using System.Text;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Server.Models;

/// <summary>Represents one version of a model with all that answering for it needs, made once. Immutable.</summary>
internal sealed class ServedModel
{
    private readonly byte[][] _names;

    public ServedModel(ServedVersion version)
    {
        Version = version;
        Predictor = version.Package.Predictor;
        Encoder = new RowEncoder(Predictor.Inputs);
        Classes = [.. Predictor.Classes.Select(name => JsonEncodedText.Encode(name))];
        Name = JsonEncodedText.Encode(version.Name);
        VersionText = JsonEncodedText.Encode(version.Version);
        _names = [.. Predictor.Inputs.Select(input => Encoding.UTF8.GetBytes(input.Name))];
    }

    public ServedVersion Version { get; }

    public Predictor Predictor { get; }

    public RowEncoder Encoder { get; }

    public FeatureSchema Inputs => Predictor.Inputs;

    public JsonEncodedText[] Classes { get; }

    public JsonEncodedText Name { get; }

    public JsonEncodedText VersionText { get; }

    public bool IsClassifier => Classes.Length > 0;

    /// <summary>Finds an input by name; a right guess of its position saves the look-up.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8Name, int guess) =>
        (uint)guess < (uint)_names.Length && utf8Name.SequenceEqual(_names[guess]) ? guess : Encoder.IndexOf(utf8Name);
}
