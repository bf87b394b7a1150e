using System.Text;
using System.Text.Json;
using Modelyard.Explanation.Shapley;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Models;

/// <summary>Represents one version of a model with all that answering for it needs, made once. Immutable.</summary>
internal sealed class ServedModel
{
    private static readonly CsvReadOptions TableOptions = new() { AllowNoRows = true, DegreeOfParallelism = 1, MaxColumns = 20_000 };

    private readonly byte[][] _names;
    private readonly Lazy<PredictionExplainer> _explainer;
    private readonly Lazy<PredictionTableReader> _loggedTables;
    private readonly Lazy<string?> _explanationNote;

    public ServedModel(ServedVersion version)
    {
        Version = version;
        Predictor = version.Package.Predictor;
        Encoder = new RowEncoder(Predictor.Inputs, version.Package.MissingTokens);
        Classes = [.. Predictor.Classes.Select(name => JsonEncodedText.Encode(name))];
        Name = JsonEncodedText.Encode(version.Name);
        VersionText = JsonEncodedText.Encode(version.Version);
        Members = [.. Predictor.Inputs.Select(input => InvocationReader.Member(input.Name))];
        Csv = new InputTableReader(Predictor.Inputs, version.Package.MissingTokens, TableOptions);
        _names = [.. Predictor.Inputs.Select(input => Encoding.UTF8.GetBytes(input.Name))];
        Source = PredictionSource.Of(version.Name, version.Version, version.Package);
        Labels = new LabelReader(Predictor.Classes);
        _loggedTables = new Lazy<PredictionTableReader>(() => new PredictionTableReader(Source, version.Package.MissingTokens));
        _explainer = new Lazy<PredictionExplainer>(Explain);
        _explanationNote = new Lazy<string?>(TellBackground);
    }

    private ServedModel(ServedModel other, bool isBehind)
    {
        Version = other.Version;
        Predictor = other.Predictor;
        Encoder = other.Encoder;
        Classes = other.Classes;
        Name = other.Name;
        VersionText = other.VersionText;
        Members = other.Members;
        Csv = other.Csv;
        _names = other._names;
        Source = other.Source;
        Labels = other.Labels;
        _loggedTables = other._loggedTables;
        _explainer = other._explainer;
        _explanationNote = other._explanationNote;
        IsBehind = isBehind;
    }

    public ServedVersion Version { get; }

    /// <summary>Gets a value indicating whether there is a newer version that could not be loaded.</summary>
    public bool IsBehind { get; }

    public Predictor Predictor { get; }

    /// <summary>Gets what its predictions are logged as.</summary>
    public PredictionSource Source { get; }

    /// <summary>Gets what reads tables of predictions that it made elsewhere.</summary>
    public PredictionTableReader LoggedTables => _loggedTables.Value;

    /// <summary>Gets what reads true labels of its predictions.</summary>
    public LabelReader Labels { get; }

    public RowEncoder Encoder { get; }

    public FeatureSchema Inputs => Predictor.Inputs;

    public JsonEncodedText[] Classes { get; }

    public JsonEncodedText Name { get; }

    public JsonEncodedText VersionText { get; }

    /// <summary>Gets each input as the end of a path.</summary>
    public string[] Members { get; }

    /// <summary>Gets how its tables are read.</summary>
    public InputTableReader Csv { get; }

    public bool IsClassifier => Classes.Length > 0;

    /// <summary>Gets what explains its predictions, which is prepared when it is first asked for.</summary>
    /// <exception cref="RequestFaultException">The model cannot be explained.</exception>
    public PredictionExplainer Explainer
    {
        get
        {
            try
            {
                return _explainer.Value;
            }
            catch (ModelyardException fault)
            {
                throw RequestFaultException.At("$", "not_explained", null, $"The model '{Version.Name}' cannot be explained here: {fault.Message}");
            }
        }
    }

    /// <summary>Gets what is to be known of its explanations; null if nothing is.</summary>
    public string? ExplanationNote => _explanationNote.Value;

    /// <summary>Gets the model as one that gives intervals; null if it gives none.</summary>
    public IIntervalModel? Intervals => Predictor.Model as IIntervalModel;

    /// <summary>Gets the model as one that gives sets of classes; null if it gives none.</summary>
    public ISetModel? Sets => Predictor.Model as ISetModel;

    /// <summary>Gets a value indicating whether it is made of several models that each predict the target.</summary>
    public bool HasSpread => Predictor.Model is ISpreadModel { MemberCount: > 1 } or IUncertaintyModel { MemberCount: > 1 };

    public ServedModel With(bool isBehind) => new(this, isBehind);

    /// <summary>Finds an input by name; a right guess of its position saves the look-up.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8Name, int guess) =>
        (uint)guess < (uint)_names.Length && utf8Name.SequenceEqual(_names[guess]) ? guess : Encoder.IndexOf(utf8Name);

    private string? TellBackground() =>
        Version.Package.Profile is { } profile && PredictionExplainer.NeedsBackground(Predictor) ? ProfileBackground.Doubt(profile, Predictor.Model.Features) : null;

    private PredictionExplainer Explain()
    {
        // Rows of the training data do not travel with a model; its profile does.
        Matrix? background = Version.Package.Profile is { } profile ? ProfileBackground.Of(profile, Predictor.Model.Features) : null;
        return PredictionExplainer.For(Predictor, background, ShapleyOptions.Quick(Inputs.Count));
    }
}
