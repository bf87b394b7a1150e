using System.Diagnostics;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Cli;

/// <summary>Represents the fit of an anomaly detector to a table: which rows are unusual, and, where that is known, how well they were found.</summary>
internal sealed class DetectorFit : IFit
{
    private const int MostShown = 10;

    private readonly IEstimator _estimator;
    private readonly FitTable _table;
    private readonly RowEncoder _encoder;
    private readonly KnownAnomalies? _known;
    private readonly IReadOnlyList<string> _notes;
    private readonly Frame _train;
    private IAnomalyModel? _model;
    private ScoredRows? _onTrain;
    private ScoredRows? _onTest;
    private double _fitSeconds;

    internal DetectorFit(IEstimator estimator, FitTable table)
    {
        _estimator = estimator;
        _table = table;
        _train = table.Read();
        _known = table.Targets is [var target] ? KnownAnomalies.Learn(_train, target) : null;
        TablePlan? plan = table.PlanWithoutTexts(_train);
        _encoder = new RowEncoder(table.Inputs(_train, plan));
        _notes = [.. _known?.Notes ?? [], .. table.Notes(_train, plan)];
    }

    /// <summary>Gets whether each row is an anomaly, and its score: of the test rows if there are any.</summary>
    public Frame Predictions { get; private set; } = Frame.Of();

    public void Run(string? testPath, FitContext context)
    {
        foreach (string note in _notes)
        {
            context.Warning?.Invoke(note);
        }

        Dataset data = Dataset.WithoutTarget(_encoder.Encode(_train), _encoder.Inputs);
        long start = Stopwatch.GetTimestamp();
        PreparationPlan plan = _table.IsRaw ? PreparationPlan.None : PreparationPlan.For(data, _estimator.Traits);
        _model = (IAnomalyModel)new Pipeline(plan.Steps, _estimator).FitModel(data, context);
        _fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _onTrain = Score(_train, data.Features, context);
        if (testPath is not null)
        {
            Frame test = _table.ReadTest(testPath, _encoder.Inputs);
            _onTest = Score(test, _encoder.Encode(test), context);
        }

        ScoredRows shown = _onTest ?? _onTrain;
        Predictions = Frame.Of(new BooleanColumn("anomaly", shown.Anomalies), new DoubleColumn("score", shown.Scores));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("estimator", _estimator.GetType().Name);
        json.Values("hyperparameters", Hyperparameters.Values(_estimator).Select(pair => KeyValuePair.Create(pair.Key, Hyperparameter.Format(pair.Value))));
        json.Texts("inputs", _encoder.Inputs.Select(input => input.Name));
        json.WriteNumber("threshold", _model!.Threshold);
        json.WriteStartObject("parameters");
        ModelParameters.WriteJson(_model is PipelineAnomalyModel pipeline ? pipeline.Model : _model, json);
        json.WriteEndObject();
        Write(json, "train", _onTrain!);
        if (_onTest is { } test)
        {
            Write(json, "test", test);
        }

        json.WriteStartObject("seconds");
        json.Number("fit", _fitSeconds);
        json.Number("predict", _onTest?.Seconds ?? double.NaN);
        json.WriteEndObject();
    }

    public void WriteText(Terminal terminal)
    {
        terminal.Line($" {_estimator.GetType().Name}   {NumberText.Counted(_train.RowCount, "row")}, {NumberText.Counted(_encoder.Inputs.Count, "feature")}, threshold {Figures.Score(_model!.Threshold)}");
        terminal.Line(" " + string.Join("  ", Hyperparameters.Values(_estimator).Select(pair => $"{pair.Key}={Hyperparameter.Format(pair.Value)}")));
        terminal.Line();
        var table = (_onTest is null ? new TextTable("", "train") : new TextTable("", "train", "test")).Right(1, 2);
        Add(table, "anomalies", scored => $"{scored.Anomalies.Count(one => one):N0}");
        Add(table, "share", scored => Figures.Score(scored.Anomalies.Count(one => one) / (double)Math.Max(1, scored.Anomalies.Length)));
        if (_known is not null)
        {
            Add(table, "roc-auc", scored => Figures.Score(scored.RocAuc));
            Add(table, "average-precision", scored => Figures.Score(scored.AveragePrecision));
        }

        table.Write(terminal);
        terminal.Line();
        ScoredRows shown = _onTest ?? _onTrain!;
        terminal.Line($" most unusual rows{(_onTest is null ? "" : " of the test table")}");
        TextTable rows = new TextTable("row", "score").Right(0, 1);
        foreach (int row in Enumerable.Range(0, shown.Scores.Length).OrderByDescending(row => shown.Scores[row]).Take(MostShown))
        {
            rows.Add($"{row + 1:N0}", Figures.Score(shown.Scores[row]));
        }

        rows.Write(terminal);
        terminal.Line();
        terminal.Line($" fit {Figures.Seconds(_fitSeconds)}{(_onTest is null ? "" : $", predict {Figures.Seconds(_onTest.Seconds)}")}");
    }

    private ScoredRows Score(Frame frame, Matrix rows, FitContext context)
    {
        double[] scores = new double[rows.Rows];
        long start = Stopwatch.GetTimestamp();
        _model!.Score(rows, scores, context.Parallelism);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (double auc, double precision) = _known is not null && frame.TryGetColumn(_known.Column, out _) ? _known.Compare(frame, scores) : (double.NaN, double.NaN);
        return new ScoredRows(scores, [.. scores.Select(score => score > _model.Threshold)], auc, precision, seconds);
    }

    private void Add(TextTable table, string name, Func<ScoredRows, string> figure) =>
        table.Add(_onTest is { } test ? [name, figure(_onTrain!), figure(test)] : [name, figure(_onTrain!)]);

    private void Write(Utf8JsonWriter json, string name, ScoredRows scored)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rows", scored.Scores.Length);
        json.WriteNumber("anomalies", scored.Anomalies.Count(one => one));
        if (_known is not null)
        {
            json.Number("roc-auc", scored.RocAuc);
            json.Number("average-precision", scored.AveragePrecision);
        }

        json.WriteEndObject();
    }

    /// <summary>Represents the scores of the rows of a table.</summary>
    private sealed record ScoredRows(double[] Scores, bool[] Anomalies, double RocAuc, double AveragePrecision, double Seconds);
}
