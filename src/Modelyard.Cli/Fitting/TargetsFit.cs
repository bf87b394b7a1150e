using System.Diagnostics;
using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Cli;

/// <summary>Represents the fit of one estimator to several targets of a table: how well it predicts each, and all together.</summary>
internal sealed class TargetsFit : IFit
{
    private readonly IMultiTargetEstimator _estimator;
    private readonly string[] _targets;
    private readonly RowEncoder _encoder;
    private readonly Frame _train;
    private readonly FitTable _table;
    private readonly IReadOnlyList<string> _notes;
    private ITransformModel[] _steps = [];
    private IMultiTargetModel? _model;
    private Dictionary<string, double> _onTrain = [];
    private Dictionary<string, double>? _onTest;
    private double _fitSeconds;
    private double _predictSeconds = double.NaN;

    internal TargetsFit(IMultiTargetEstimator estimator, FitTable table)
    {
        _estimator = estimator;
        _targets = table.Targets;
        _table = table;
        Frame frame = table.Read();
        _train = Present(frame);
        TablePlan? plan = table.PlanWithoutTexts(_train);
        _encoder = new RowEncoder(table.Inputs(_train, plan));
        int missing = frame.RowCount - _train.RowCount;
        _notes = [.. missing == 0 ? [] : new[] { $"A target is missing in {missing:N0} of {NumberText.Counted(frame.RowCount, "row")}; they are left out." }, .. table.Notes(_train, plan)];
    }

    /// <summary>Gets the predictions, for the test rows if there are any.</summary>
    public Frame Predictions { get; private set; } = Frame.Of();

    private bool AreLabels => _estimator.Task == TaskKind.Classification;

    public void Run(string? testPath, FitContext context)
    {
        foreach (string note in _notes)
        {
            context.Warning?.Invoke(note);
        }

        Matrix rows = _encoder.Encode(_train), targets = Targets(_train);
        long start = Stopwatch.GetTimestamp();
        var inputs = Dataset.WithoutTarget(rows, _encoder.Inputs);
        (_steps, Dataset prepared) = Prepare(inputs, context);
        _model = _estimator.FitTargets(
            AreLabels ? MultiTargetDataset.ForLabels(prepared.Features, targets, _targets, prepared.Schema) : MultiTargetDataset.ForRegression(prepared.Features, targets, _targets, prepared.Schema), context);
        _fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Matrix predicted = Predict(rows, context);
        _onTrain = Scores(targets, predicted);
        if (testPath is not null)
        {
            Frame test = Present(_table.ReadTest(testPath, _encoder.Inputs));
            Matrix testRows = _encoder.Encode(test);
            start = Stopwatch.GetTimestamp();
            predicted = Predict(testRows, context);
            _predictSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _onTest = Scores(Targets(test), predicted);
        }

        Predictions = Lay(predicted);
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("estimator", _estimator.GetType().Name);
        json.Values("hyperparameters", Hyperparameters.Values(_estimator).Select(pair => KeyValuePair.Create(pair.Key, Hyperparameter.Format(pair.Value))));
        json.Texts("inputs", _encoder.Inputs.Select(input => input.Name));
        json.Texts("targets", _targets);
        Write(json, "train", _onTrain);
        if (_onTest is { } scores)
        {
            Write(json, "test", scores);
        }

        json.WriteStartObject("seconds");
        json.Number("fit", _fitSeconds);
        json.Number("predict", _predictSeconds);
        json.WriteEndObject();
    }

    public void WriteText(Terminal terminal)
    {
        terminal.Line($" {_estimator.GetType().Name}   {NumberText.Counted(_train.RowCount, "row")}, {NumberText.Counted(_encoder.Inputs.Count, "feature")}, targets {string.Join(", ", _targets)}");
        terminal.Line(" " + string.Join("  ", Hyperparameters.Values(_estimator).Select(pair => $"{pair.Key}={Hyperparameter.Format(pair.Value)}")));
        terminal.Line();
        TextTable table = (_onTest is null ? new TextTable("metric", "train") : new TextTable("metric", "train", "test")).Right(1, 2);
        foreach ((string name, double value) in _onTrain)
        {
            table.Add(_onTest is null ? [name, Figures.Score(value)] : [name, Figures.Score(value), Figures.Score(_onTest[name])]);
        }

        table.Write(terminal);
        terminal.Line();
        terminal.Line($" fit {Figures.Seconds(_fitSeconds)}{(_onTest is null ? "" : $", predict {Figures.Seconds(_predictSeconds)}")}");
    }

    /// <summary>Fits the steps of the preparation. None of them looks at a target, of which there are several.</summary>
    private (ITransformModel[] Steps, Dataset Prepared) Prepare(Dataset data, FitContext context)
    {
        ITransformer[] steps = _table.IsRaw ? [] : [.. PreparationPlan.ForStream(data.Schema, _estimator.Traits).Steps];
        var models = new ITransformModel[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            (models[i], data) = steps[i].FitTransform(data, context.ForPart((ulong)i + 1));
        }

        return (models, data);
    }

    private Matrix Predict(Matrix rows, FitContext context)
    {
        foreach (ITransformModel step in _steps)
        {
            rows = step.Transform(rows, context.Parallelism);
        }

        var predicted = new Matrix(rows.Rows, _targets.Length);
        _model!.PredictTargets(rows, predicted, context.Parallelism);
        return predicted;
    }

    private Frame Present(Frame frame)
    {
        Column[] columns = [.. _targets.Select(target => frame[target])];
        int[] rows = [.. Enumerable.Range(0, frame.RowCount).Where(row => Array.TrueForAll(columns, column => !column.IsMissing(row)))];
        return rows.Length == frame.RowCount ? frame
            : rows.Length > 0 ? frame.Take(rows)
            : throw new ModelyardException("In every row a target is missing. Fill them in, or name fewer targets.");
    }

    private Matrix Targets(Frame frame)
    {
        var targets = new Matrix(frame.RowCount, _targets.Length);
        for (int target = 0; target < _targets.Length; target++)
        {
            double[] own = AreLabels ? Labels(frame[_targets[target]]) : Numbers(frame[_targets[target]]);
            for (int row = 0; row < own.Length; row++)
            {
                targets[row, target] = own[row];
            }
        }

        return targets;
    }

    private static double[] Labels(Column column) => [.. Enumerable.Range(0, column.Length).Select(row => column.FormatCell(row).ToLowerInvariant() switch
    {
        "1" or "true" or "yes" => 1.0,
        "0" or "false" or "no" => 0.0,
        var cell => throw new ModelyardException($"The target '{column.Name}' is '{cell}' in data row {row + 1}; of several labels each must be 1 or 0, true or false, yes or no. Mend the column, or predict it alone."),
    })];

    private static double[] Numbers(Column column) => column.IsNumeric && column.Kind != ColumnKind.Timestamp
        ? column.ToDoubles()
        : throw new ModelyardException($"The target '{column.Name}' is '{column.FormatCell(0)}' in data row 1 and must hold numbers. For labels choose an estimator such as 'MultiLabelClassifier'.");

    private Dictionary<string, double> Scores(Matrix truth, Matrix predicted)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        if (AreLabels)
        {
            Matrix decided = predicted.Copy();
            foreach (ref double value in decided.AsSpan())
            {
                value = value >= 0.5 ? 1 : 0;
            }

            scores["subset-accuracy"] = MultiLabelScores.SubsetAccuracy(truth, decided);
            scores["hamming-loss"] = MultiLabelScores.HammingLoss(truth, decided);
            scores["f1-micro"] = MultiLabelScores.F1(truth, decided, Average.Micro);
            scores["f1-macro"] = MultiLabelScores.F1(truth, decided, Average.Macro);
        }

        double[] own = new double[truth.Rows], other = new double[truth.Rows];
        for (int target = 0; target < _targets.Length; target++)
        {
            truth.CopyColumnTo(target, own);
            predicted.CopyColumnTo(target, other);
            if (AreLabels)
            {
                scores[$"roc-auc[{_targets[target]}]"] = RankingScores.RocAuc(Array.ConvertAll(own, value => (int)value), 1, other);
            }
            else
            {
                scores[$"rmse[{_targets[target]}]"] = Math.Sqrt(RegressionScores.MeanSquaredError(own, other));
                scores[$"r2[{_targets[target]}]"] = RegressionScores.R2(own, other);
            }
        }

        return scores;
    }

    private Frame Lay(Matrix predicted)
    {
        var columns = new List<Column>();
        for (int target = 0; target < _targets.Length; target++)
        {
            double[] own = new double[predicted.Rows];
            predicted.CopyColumnTo(target, own);
            columns.Add(AreLabels ? new BooleanColumn($"prediction_{_targets[target]}", Array.ConvertAll(own, value => value >= 0.5)) : new DoubleColumn($"prediction_{_targets[target]}", own));
            if (AreLabels)
            {
                columns.Add(new DoubleColumn($"probability_{_targets[target]}", own));
            }
        }

        return Frame.Of(columns);
    }

    private static void Write(Utf8JsonWriter json, string name, Dictionary<string, double> scores)
    {
        json.WriteStartObject(name);
        foreach ((string metric, double value) in scores)
        {
            json.Number(metric, value);
        }

        json.WriteEndObject();
    }
}
