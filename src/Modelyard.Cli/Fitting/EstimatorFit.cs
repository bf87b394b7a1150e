using System.Diagnostics;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Ensembles;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees;

namespace Modelyard.Cli;

/// <summary>Represents the fit of one estimator to a table: what it learned and how well it predicts.</summary>
internal sealed class EstimatorFit : IFit
{
    private const int MostNodes = 10_000;
    private const int ShownDepth = 3;
    private const int MostChunkRows = 65_536;
    private const long MostChunkBytes = 64L << 20;

    private readonly IEstimator _estimator;
    private readonly TargetPlan _target;
    private readonly RowEncoder _encoder;
    private readonly TableStream? _stream;
    private readonly FitTable _table;
    private readonly IReadOnlyList<string> _notes;
    private readonly long _leftOut;
    private readonly IReadOnlyList<IMetric> _metrics;
    private Dataset? _train;
    private IPredictiveModel? _model;
    private Dataset? _test;
    private CoverageCheck? _coverage;
    private double _fitSeconds;
    private double _predictSeconds;
    private IReadOnlyList<(string Name, double Train, double Test)> _scores = [];

    internal EstimatorFit(IEstimator estimator, FitTable table, string[] metrics)
    {
        _estimator = estimator;
        _table = table;
        var encoded = EncodedTable.Of(table, estimator.Task);
        (_target, _encoder, _train, _notes, _leftOut) = (encoded.Target, encoded.Encoder, encoded.Rows, encoded.Notes, encoded.LeftOut);
        _metrics = Read(metrics);
    }

    /// <summary>Prepares the fit to a table that is read in chunks of so many rows; if that is null, of as many as leave memory for the features that are made of them.</summary>
    internal EstimatorFit(IEstimator estimator, FitTable table, string[] metrics, int? chunkRows)
    {
        _estimator = estimator;
        _table = table;
        CsvChunks chunks = CsvReader.ReadChunks(table.Path, table.Reading, chunkRows ?? MostChunkRows);
        _stream = TableStream.Learn(chunks, table.Targets[0], estimator.Task, table.IsRaw);
        if (chunkRows is null && FittingRows(_stream.Shape.Schema) is var rows && rows < MostChunkRows)
        {
            _stream = _stream.Over(CsvReader.ReadChunks(table.Path, table.Reading with { Kinds = chunks.Kinds }, rows));
        }

        _leftOut = (chunks.RowCount ?? _stream.RowCount) - _stream.RowCount;
        _target = _stream.Target;
        _notes = [.. _target.Notes, .. _stream.Plan.Dropped.Where(dropped => dropped.Reason == TablePlan.FreeText).Select(dropped =>
            $"The column '{dropped.Name}' is text, of which no words are read from a stream; it is left out. Without '--stream' its words are features.")];
        _encoder = _stream.Encoder;
        _metrics = Read(metrics);
    }

    private Dataset Train => _train!;

    /// <summary>Finds how many rows leave memory for what is made of them: a category of many levels becomes as many features.</summary>
    private int FittingRows(FeatureSchema inputs)
    {
        PreparationPlan plan = _table.IsRaw ? PreparationPlan.None : PreparationPlan.ForStream(inputs, _estimator.Traits);
        var spread = plan.Steps.OfType<OneHotEncoder>().SelectMany(step => (step.Columns ?? []).Select(name => (name, step.MaxLevels + 2))).ToDictionary(StringComparer.Ordinal);
        long features = inputs.Count + inputs.Sum(input => spread.TryGetValue(input.Name, out int most) ? Math.Min(input.Levels.Count, most) : 1L);

        // Each step of the preparation makes a table of its own beside the one before, and that of the chunk before may still be there.
        return (int)Math.Clamp(MemoryShare.Of(MostChunkBytes, parts: 4) / (sizeof(double) * features), 1, MostChunkRows);
    }

    /// <summary>Gets the predictions, for the test rows if there are any.</summary>
    public Frame Predictions { get; private set; } = Frame.Of();

    public void Run(string? testPath, FitContext context)
    {
        foreach (string note in _notes)
        {
            context.Warning?.Invoke(note);
        }

        long start = Stopwatch.GetTimestamp();
        try
        {
            _model = _stream is null ? FitRows(context) : FitStream(_stream, context);
        }
        catch (ModelyardException fault) when (_leftOut > 0 && fault.Message.Contains("in data row ", StringComparison.Ordinal))
        {
            throw new ModelyardException($"{fault.Message} The rows without a target are not counted.", fault);
        }

        _fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        _train ??= StreamedSample.Of(_stream!, context);
        var onTrain = Metrics.Predictions.Of(_model, _train, context.Parallelism);
        Metrics.Predictions? onTest = null;
        if (testPath is not null)
        {
            Frame test = _table.ReadTest(testPath, _encoder.Inputs);
            _test = _target.Encode(test.Take(_target.PresentRows(test)), _encoder, context.Parallelism);
            start = Stopwatch.GetTimestamp();
            onTest = Metrics.Predictions.Of(_model, _test, context.Parallelism);
            _predictSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _coverage = CoverageCheck.Of(_model, _test, context.Parallelism);
        }

        _scores = [.. _metrics.Select(metric => (metric.Name, metric.Score(onTrain), onTest is null ? double.NaN : metric.Score(onTest)))];
        var table = new PredictionTable(new Predictor(_model, _target.Name));
        Predictions = table.Predict(_test ?? Train, context.Parallelism, withDecisions: true);
    }

    /// <summary>Reads the metrics that are asked for; the usual ones follow.</summary>
    private IReadOnlyList<IMetric> Read(string[] metrics) =>
        [.. MetricText.ParseAll(metrics, _target.Task, _target.Classes).Concat(MetricCatalogue.Reported(_target.Task, _target.Classes.Count)).DistinctBy(metric => metric.Name)];

    private IPredictiveModel FitRows(FitContext context)
    {
        PreparationPlan plan = _table.IsRaw ? PreparationPlan.None : PreparationPlan.For(Train, _estimator.Traits);
        return new Pipeline(plan.Steps, _estimator).FitModel(Train, context);
    }

    private IPredictiveModel FitStream(TableStream stream, FitContext context)
    {
        PreparationPlan plan = _table.IsRaw ? PreparationPlan.None : PreparationPlan.ForStream(stream.Shape.Schema, _estimator.Traits);
        return new Pipeline(plan.Steps, _estimator).FitStream(stream, context);
    }

    /// <summary>Packs the fitted model as a file holds it.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="lineage">Where it comes from.</param>
    internal ModelPackage Pack(string name, IReadOnlyDictionary<string, string> lineage) => new()
    {
        Name = name,
        Predictor = new Predictor(_model!, _target.Name),
        Estimator = _estimator.GetType().Name,
        Hyperparameters = Hyperparameters.Values(_estimator).ToDictionary(pair => pair.Key, pair => Hyperparameter.Format(pair.Value), StringComparer.Ordinal),
        Profile = TableProfiler.Profile(Train),
        MissingTokens = _table.Reading.MissingTokens,
        Metrics = [.. _scores.Where(score => double.IsFinite(score.Test)).Select(score => new MetricScore(score.Name, score.Test, double.NaN, double.NaN))],
        Lineage = lineage,
        Created = DateTimeOffset.UtcNow,
    };

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("estimator", _estimator.GetType().Name);
        json.Values("hyperparameters", Hyperparameters.Values(_estimator).Select(pair => KeyValuePair.Create(pair.Key, Hyperparameter.Format(pair.Value))));
        json.Texts("inputs", _encoder.Inputs.Select(input => input.Name));
        json.WriteStartObject("parameters");
        ModelParameters.WriteJson(Learned(), json);
        json.WriteEndObject();
        if (Rules(MostNodes, int.MaxValue) is { } rules)
        {
            json.WriteString("rules", rules);
        }

        WriteScores(json, "train", score => score.Train);
        if (_test is not null)
        {
            WriteScores(json, "test", score => score.Test);
        }

        CoverageJson.Write(json, _coverage);

        json.WriteStartObject("seconds");
        json.Number("fit", _fitSeconds);
        json.Number("predict", _test is null ? double.NaN : _predictSeconds);
        json.WriteEndObject();
    }

    public void WriteText(Terminal terminal)
    {
        int columns = _encoder.Inputs.Count, words = _encoder.Features.Count - columns;
        string features = words > 0 ? $"{NumberText.Counted(columns, "column")} with {words:N0} terms" : $"{NumberText.Counted(columns, "feature")}";
        terminal.Line($" {_estimator.GetType().Name}   {NumberText.Counted(_stream?.RowCount ?? Train.RowCount, "row")}, {features}, target {_target.Name}");
        if (_stream is not null && _stream.RowCount > Train.RowCount)
        {
            terminal.Line($" read in chunks; scores of the training rows are those of {Train.RowCount:N0} of them, evenly spaced");
        }

        terminal.Line(" " + string.Join("  ", Hyperparameters.Values(_estimator).Select(pair => $"{pair.Key}={Hyperparameter.Format(pair.Value)}")));
        terminal.Line();
        WriteCoefficients(terminal);
        WriteRules(terminal);
        TextTable table = (_test is null ? new TextTable("metric", "train") : new TextTable("metric", "train", "test")).Right(1, 2);
        foreach ((string name, double train, double test) in _scores)
        {
            table.Add(_test is null ? [name, Figures.Score(train)] : [name, Figures.Score(train), Figures.Score(test)]);
        }

        table.Write(terminal);
        terminal.Line();
        WriteCoverage(terminal);
        terminal.Line($" fit {Figures.Seconds(_fitSeconds)}{(_test is null ? "" : $", predict {Figures.Seconds(_predictSeconds)}")}");
    }

    private void WriteCoverage(Terminal terminal)
    {
        if (_coverage is null)
        {
            return;
        }

        terminal.Line($" {(_estimator.Task == TaskKind.Regression ? "intervals" : "sets")}: {_coverage.Describe(_estimator.Task)}");
        if (_coverage.Groups.Count > 0)
        {
            terminal.Line($"   {_coverage.DescribeGroups()}");
        }

        terminal.Line();
    }

    private void WriteRules(Terminal terminal)
    {
        if (Rules(int.MaxValue, ShownDepth) is not { } rules)
        {
            return;
        }

        foreach (string line in rules.TrimEnd('\n').Split('\n'))
        {
            terminal.Line(" " + line);
        }

        terminal.Line();
    }

    /// <summary>Writes a model that is one tree as its rules; null if it is another, or has too many nodes.</summary>
    private string? Rules(int mostNodes, int maxDepth) => Learned() switch
    {
        TreeClassificationModel tree when tree.NodeCount <= mostNodes => tree.ToText(maxDepth),
        TreeRegressionModel tree when tree.NodeCount <= mostNodes => tree.ToText(maxDepth),
        _ => null,
    };

    private IPredictiveModel Learned() => _model switch
    {
        PipelineRegressionModel pipeline => pipeline.Model,
        PipelineClassificationModel pipeline => pipeline.Model,
        _ => _model!,
    };

    private void WriteScores(Utf8JsonWriter json, string name, Func<(string Name, double Train, double Test), double> pick)
    {
        json.WriteStartObject(name);
        foreach ((string Name, double Train, double Test) score in _scores)
        {
            json.Number(score.Name, pick(score));
        }

        json.WriteEndObject();
    }

    private void WriteCoefficients(Terminal terminal)
    {
        const int MostShown = 20;
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            ModelParameters.WriteJson(Learned(), json, _encoder.HasTexts ? Learned().Features.Count : MostShown * 10);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.ToArray());
        TextTable table = new TextTable("parameter", "value").Right(1);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            {
                table.Add(property.Name, property.Value.ToString());
            }
            else if (PerFeature(property.Value) is { } values)
            {
                // Of thousands of words those that weigh most are of interest, not those that come first.
                IEnumerable<(int Feature, JsonElement Value)> shown = values.Index();
                shown = _encoder.HasTexts ? shown.OrderByDescending(one => Math.Abs(one.Value.GetDouble())) : shown;
                foreach ((int feature, JsonElement value) in shown.Take(MostShown))
                {
                    table.Add($"{property.Name}[{Learned().Features[feature].Name}]", Figures.Score(value.GetDouble()));
                }
            }
        }

        table.Write(terminal);
        terminal.Line();
    }

    /// <summary>Gets numbers of which there is one a feature; two classes have one row of such numbers.</summary>
    private JsonElement[]? PerFeature(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.Array)
        {
            value = value[0];
        }

        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == Learned().Features.Count && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number)
            ? [.. value.EnumerateArray()]
            : null;
    }
}
