using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Explanation.Lime;

/// <summary>Explains single predictions of any model or function by the columns of its table: by a sparse linear model that follows it near the row (LIME).</summary>
/// <remarks>
/// Rows are sampled column by column from a background, weighed by a Gaussian kernel on their distance to the row that is explained, and a ridge regression is fitted to what the model answers for them.
/// A category, a truth value, a text as a whole or a missing cell is the row's own or another; numbers are read as <see cref="LimeOptions.Numbers"/> says.
/// The words of a text are explained by <see cref="LimeTextExplainer"/>. The same seed gives the same bits on any number of threads. Safe for any number of threads.
/// Source: Ribeiro, Singh and Guestrin (2016), "Why should I trust you?": explaining the predictions of any classifier, KDD.
/// </remarks>
public sealed class LimeExplainer
{
    private const double UsualWidth = 0.75;
    private readonly ModelFunction _function;
    private readonly RowLayout _layout;
    private readonly Matrix _background;
    private readonly LimeColumn[] _columns;

    private LimeExplainer(ModelFunction function, Matrix background, LimeOptions? options)
    {
        _function = function;
        _layout = new RowLayout(function.Features);
        _layout.CheckSampled(background);
        _background = background;
        Options = options ?? LimeOptions.Default;
        _columns = [.. Enumerable.Range(0, _layout.Columns.Count).Select(column => new LimeColumn(_layout, column, background, Options.Numbers))];
    }

    /// <summary>Gets the columns to which weights belong.</summary>
    public FeatureSchema Columns => _layout.Columns;

    /// <summary>Gets the names of the outputs: the classes, of two the second alone; one empty name for a number.</summary>
    public IReadOnlyList<string> Outputs => _function.Outputs;

    /// <summary>Gets the options.</summary>
    public LimeOptions Options { get; }

    /// <summary>Prepares explanations of a predictor.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="background">Rows that it may meet, rows x features of its model, as <c>RowEncoder</c> makes them; a thousand of the training rows will do.</param>
    /// <param name="options">The options; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has fewer than 10 rows, or all are the same.</exception>
    public static LimeExplainer For(Predictor predictor, Matrix background, LimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return For(predictor.Model, background, options);
    }

    /// <summary>Prepares explanations of a model.</summary>
    /// <param name="model">A model that predicts a number, classes with their probabilities, several targets, or a score of anomalies.</param>
    /// <param name="background">Rows that it may meet, rows x features.</param>
    /// <param name="options">The options; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has fewer than 10 rows or all are the same, or the model has no number to explain.</exception>
    public static LimeExplainer For(IModel model, Matrix background, LimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new LimeExplainer(ModelFunction.Of(model), background, options);
    }

    /// <summary>Prepares explanations of a function.</summary>
    /// <param name="function">Gives one number for each of the rows that it is given; it is called from several threads.</param>
    /// <param name="features">The features of the rows.</param>
    /// <param name="background">Rows that it may meet, rows x features.</param>
    /// <param name="options">The options; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has fewer than 10 rows, or all are the same.</exception>
    public static LimeExplainer For(Func<Matrix, double[]> function, FeatureSchema features, Matrix background, LimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(features);
        return new LimeExplainer(ModelFunction.Of(function, features), background, options);
    }

    /// <summary>Explains the prediction of one row.</summary>
    /// <param name="row">One number for each feature.</param>
    /// <param name="output">The position of the output; null for the only one, or the greatest for the row.</param>
    /// <param name="context">The seed, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public LimeExplanation Explain(ReadOnlySpan<double> row, int? output = null, FitContext? context = null)
    {
        context ??= FitContext.Default;
        double[] own = row.ToArray();
        LocalSample sample = Sample(own, context);
        int chosen = LocalOutput.Choose(sample, output);
        var fit = LocalSurrogate.Fit(sample, chosen, Options, context);
        LimeWeight[] weights = [.. fit.Chosen.Select((column, i) => new LimeWeight(Columns[column].Name, _columns[column].ConditionOf(own), fit.Coefficients[i])).OrderByDescending(one => Math.Abs(one.Weight))];
        return new LimeExplanation(Outputs[chosen], sample.Outputs[0, chosen], fit.Predict(sample.Members.Row(0)), fit.Intercept, fit.Fidelity, weights);
    }

    /// <summary>Explains one row again and again, each time by other samples, and says how far the explanations agree.</summary>
    /// <param name="row">One number for each feature.</param>
    /// <param name="repeats">The number of explanations, 2 or more.</param>
    /// <param name="output">The position of the output; null for the only one, or the greatest for the row.</param>
    /// <param name="context">The seed, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>How stable the columns and their weights are.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 repeats, or there is no such output.</exception>
    public LimeStability Stability(ReadOnlySpan<double> row, int repeats = 10, int? output = null, FitContext? context = null)
    {
        double[] own = row.ToArray();
        return StabilityTally.Of(repeats, context ?? FitContext.Default, part => Explain(own, output, part));
    }

    private LocalSample Sample(double[] row, FitContext context)
    {
        RowCheck.Features(row, _function.Features.Count);
        double width = Options.KernelWidth ?? (UsualWidth * Math.Sqrt(Math.Max(1, _columns.Length)));
        var members = new Matrix(Options.Samples, _columns.Length);
        double[] weights = new double[Options.Samples];
        LimeColumn.Own[] cells = Array.ConvertAll(_columns, column => column.Of(row));
        Matrix outputs = _function.Evaluate(Options.Samples, Make, context);
        return new LocalSample(members, weights, outputs);

        void Make(int number, Span<double> sampled)
        {
            row.CopyTo(sampled);
            Span<double> own = members.Row(number);
            RandomStream random = context.Random((ulong)number);
            double distance = 0;
            for (int column = 0; column < own.Length; column++)
            {
                own[column] = number == 0 ? cells[column].Member : cells[column].Draw(_background, sampled, ref random);
                double difference = own[column] - cells[column].Member;
                distance += difference * difference;
            }

            weights[number] = Math.Exp(-distance / (2 * width * width));
        }
    }
}
