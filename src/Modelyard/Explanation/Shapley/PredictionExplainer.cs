using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation.Text;

namespace Modelyard.Explanation.Shapley;

/// <summary>Explains the predictions of a model by the columns of its table; prepared once, safe for any number of threads.</summary>
/// <remarks>Whatever a preparation makes of a column, levels, parts of dates, marks of missing cells or the terms of a text, counts for that column.</remarks>
public sealed class PredictionExplainer
{
    private readonly IShapleyExplainer _explainer;

    // For each feature of the model the column that it belongs to.
    private readonly int[] _columns;
    private readonly double[] _exact;

    private PredictionExplainer(Predictor predictor, IShapleyExplainer explainer, int[] columns)
    {
        Predictor = predictor;
        _explainer = explainer;
        _columns = columns;
        _exact = new double[explainer.Outputs.Count];
    }

    /// <summary>Gets the model.</summary>
    public Predictor Predictor { get; }

    /// <summary>Gets the columns to which contributions belong.</summary>
    public FeatureSchema Columns => Predictor.Inputs;

    /// <summary>Gets the names of the outputs: the classes, of two the second alone; one empty name for a number.</summary>
    public IReadOnlyList<string> Outputs => _explainer.Outputs;

    /// <summary>Gets the unit of the contributions.</summary>
    public ShapleyScale Scale => _explainer.Scale;

    /// <summary>Gets what each output is if nothing is known of a row.</summary>
    public ReadOnlySpan<double> Base => _explainer.Base;

    /// <summary>Gets the standard error of each base; 0 where nothing is estimated.</summary>
    public ReadOnlySpan<double> BaseErrors => _explainer is SampledShapleyExplainer sampled ? sampled.BaseErrors : _exact;

    /// <summary>Gets the number of rows that stand for what is not known where contributions are estimated; else 0.</summary>
    public int BackgroundRows => (_explainer as SampledShapleyExplainer)?.BackgroundRows ?? 0;

    /// <summary>Gets a value indicating whether contributions are estimated from outputs for sets of columns, which takes a model thousands of predictions a row.</summary>
    public bool IsEstimated => _explainer is SampledShapleyExplainer;

    /// <summary>Prepares the explanation of a model.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="background">Rows that it may meet, rows x features of its model; trees need none.</param>
    /// <param name="options">How much work is done where values are estimated; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The model needs a background and none is given, or it cannot be explained.</exception>
    public static PredictionExplainer For(Predictor predictor, Matrix? background = null, ShapleyOptions? options = null) =>
        For(predictor, background is null ? null : ShapleyBackground.Of(background), options);

    /// <summary>Prepares the explanation of a model by the rows of a table, dense or sparse, which is read once if the model is a weighted sum.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="background">The rows, with the features of its model.</param>
    /// <param name="options">How much work is done where values are estimated, and with how many of the rows; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">There are no rows, or the model cannot be explained.</exception>
    public static PredictionExplainer For(Predictor predictor, Dataset background, ShapleyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(background);
        return For(predictor, ShapleyBackground.Of(background), options);
    }

    /// <summary>Determines whether the explanation of a model depends on the rows that are given as its background; trees tell by themselves what they have met.</summary>
    /// <param name="predictor">The model.</param>
    /// <returns>True if it does.</returns>
    public static bool NeedsBackground(Predictor predictor)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return ShapleyExplainer.NeedsBackground(predictor.Model);
    }

    private static PredictionExplainer For(Predictor predictor, ShapleyBackground? background, ShapleyOptions? options)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        FeatureSchema features = predictor.Model.Features;
        int[] columns = [.. Enumerable.Range(0, features.Count)];
        if (TermLayout.Find(features) is { } layout)
        {
            for (int text = 0; text < layout.Texts.Length; text++)
            {
                columns.AsSpan(layout.Starts[text], layout.Starts[text + 1] - layout.Starts[text]).Fill(layout.Texts[text]);
            }
        }

        int[][] players = [.. Enumerable.Range(0, features.Count).GroupBy(feature => columns[feature]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        return new PredictionExplainer(predictor, ShapleyExplainer.For(predictor.Model, background, options, players), columns);
    }

    /// <summary>Explains the prediction of one row.</summary>
    /// <param name="row">One number for each feature of the model, as <c>RowEncoder</c> makes them.</param>
    /// <param name="output">The output; null for the only one, or the one of the class that is predicted.</param>
    /// <returns>The explanation, in which contributions that are rounding alone beside the prediction are 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public PredictionExplanation Explain(ReadOnlySpan<double> row, int? output = null)
    {
        double[] contributions = new double[Outputs.Count * Columns.Count], errors = new double[contributions.Length];
        Explain(row, contributions, errors);
        int chosen = output ?? PredictedOutput(row);
        ArgumentOutOfRangeException.ThrowIfNegative(chosen, nameof(output));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chosen, Outputs.Count, nameof(output));
        int first = chosen * Columns.Count;
        double prediction = Base[chosen] + VectorKernels.Sum(contributions.AsSpan(first, Columns.Count)), scale = Math.Max(Math.Abs(Base[chosen]), Math.Abs(prediction));
        var own = new ColumnContribution[Columns.Count];
        for (int column = 0; column < own.Length; column++)
        {
            double contribution = RoundingNoise.Without(contributions[first + column], scale);
            own[column] = new ColumnContribution(Columns[column].Name, CellText.ForReading(Columns[column], row[column]), contribution) { StandardError = contribution == 0 ? RoundingNoise.Without(errors[first + column], scale) : errors[first + column] };
        }

        return new PredictionExplanation(Outputs[chosen], Scale, Base[chosen], prediction, own) { BaseError = BaseErrors[chosen] };
    }

    /// <summary>Explains one row.</summary>
    /// <param name="row">One number for each feature of the model.</param>
    /// <param name="contributions">Receives outputs x columns numbers, output by output.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions) => Explain(row, contributions, []);

    /// <summary>Explains one row and tells how sure each contribution is.</summary>
    /// <param name="row">One number for each feature of the model.</param>
    /// <param name="contributions">Receives outputs x columns numbers, output by output.</param>
    /// <param name="errors">Receives as many standard errors, 0 where nothing is estimated; or is empty.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public void Explain(ReadOnlySpan<double> row, Span<double> contributions, Span<double> errors)
    {
        RowCheck.Results(contributions, Outputs.Count * Columns.Count);
        if (!errors.IsEmpty)
        {
            RowCheck.Results(errors, contributions.Length);
        }

        if (_columns.Length == Columns.Count)
        {
            ExplainFeatures(row, contributions, errors);
            return;
        }

        double[] features = new double[Outputs.Count * _columns.Length], ofFeatures = errors.IsEmpty ? [] : new double[features.Length];
        ExplainFeatures(row, features, ofFeatures);
        Sum(features, contributions);
        if (!errors.IsEmpty)
        {
            // Estimates are made column by column: of its features one alone has an error.
            Sum(ofFeatures, errors);
        }
    }

    /// <summary>Explains many rows, each exactly as if it came alone.</summary>
    /// <param name="rows">The rows, rows x features of the model.</param>
    /// <param name="contributions">Receives the contributions, rows x (outputs x columns).</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public void Explain(Matrix rows, Matrix contributions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(contributions);
        RowCheck.Results(contributions, rows.Rows, Outputs.Count * Columns.Count);
        if (_columns.Length == Columns.Count)
        {
            _explainer.Explain(rows, contributions, degree);
            return;
        }

        const int BlockElements = 1 << 20;
        int block = Math.Clamp(BlockElements / (Outputs.Count * _columns.Length), 1, 4096);
        for (int first = 0; first < rows.Rows; first += block)
        {
            int count = Math.Min(block, rows.Rows - first);
            var features = new Matrix(count, Outputs.Count * _columns.Length);
            _explainer.Explain(rows.RowRange(first, count), features, degree);
            for (int i = 0; i < count; i++)
            {
                Sum(features.Row(i), contributions.Row(first + i));
            }
        }
    }

    private void ExplainFeatures(ReadOnlySpan<double> row, Span<double> contributions, Span<double> errors)
    {
        if (_explainer is SampledShapleyExplainer sampled)
        {
            sampled.Explain(row, contributions, errors);
            return;
        }

        errors.Clear();
        _explainer.Explain(row, contributions);
    }

    private int PredictedOutput(ReadOnlySpan<double> row)
    {
        if (Outputs.Count == 1)
        {
            return 0;
        }

        double[] probabilities = new double[Predictor.Classes.Count];
        return Predictor.PredictClass(row, probabilities);
    }

    private void Sum(ReadOnlySpan<double> features, Span<double> contributions)
    {
        contributions.Clear();
        for (int i = 0; i < features.Length; i++)
        {
            contributions[(i / _columns.Length * Columns.Count) + _columns[i % _columns.Length]] += features[i];
        }
    }
}
