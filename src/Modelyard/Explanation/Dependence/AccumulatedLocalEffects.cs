using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Represents how the output of a model changes along one feature, or along two beyond what each does alone, among the rows that have such values.</summary>
/// <remarks>
/// Differences between the ends of short intervals are averaged over the rows within, and added up; the mean over the rows is 0. No row is moved further than its interval, so that features may depend on each other.
/// The intervals are those between quantiles; the levels of a category are put in the order in which their rows are alike in the other features. Rows whose cell is missing take no part.
/// Source: Apley and Zhu (2020), Visualizing the Effects of Predictor Variables in Black Box Supervised Learning Models, Journal of the Royal Statistical Society B 82(4).
/// </remarks>
public sealed class AccumulatedLocalEffects
{
    private const int MostRows = 20_000;
    private readonly ShapleyScale _scale;
    private readonly (double Low, double High)[] _ranges;
    private readonly LocalEffects _effects;

    private AccumulatedLocalEffects(DependenceSample sample, LocalEffects effects)
    {
        Outputs = sample.Function.Outputs;
        RowCount = sample.Rows.Rows;
        _scale = sample.Function.Scale;
        _ranges = sample.Ranges();
        _effects = effects;
    }

    /// <summary>Gets the ends of the intervals of the one feature, or of the two; the levels of a category in their order.</summary>
    public IReadOnlyList<DependenceAxis> Axes => _effects.Axes;

    /// <summary>Gets the names of the outputs: the classes, of two the second alone; one empty name for a number.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Gets the number of rows that were looked at.</summary>
    public int RowCount { get; }

    /// <summary>Gets the number of rows in each interval or level; of two features in each cell, those of the second within each of the first.</summary>
    public ReadOnlySpan<int> Counts => _effects.Counts;

    /// <summary>Computes the effects of one feature.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows, with the features of the model; weights count in the means.</param>
    /// <param name="feature">The name of the feature: any but a text.</param>
    /// <param name="options">The intervals and the number of rows; null for the usual.</param>
    /// <param name="context">The seed of a sample, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The effects.</returns>
    /// <exception cref="ModelyardException">The model has no such feature, it is a text or has no cell, or there are no rows.</exception>
    public static AccumulatedLocalEffects Of(IModel model, Dataset data, string feature, DependenceOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(ModelFunction.Of(model), data, [feature], options, context);
    }

    /// <summary>Computes what two numeric features do together, beyond what each does alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows, with the features of the model; weights count in the means.</param>
    /// <param name="first">The name of a numeric feature.</param>
    /// <param name="second">The name of another one.</param>
    /// <param name="options">The intervals and the number of rows; null for the usual.</param>
    /// <param name="context">The seed of a sample, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The effects; 0 everywhere if the model adds up what each of the two does.</returns>
    /// <exception cref="ModelyardException">The model has no such feature, one is no number or has no cell, both are the same, or there are no rows.</exception>
    public static AccumulatedLocalEffects Of(IModel model, Dataset data, string first, string second, DependenceOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(ModelFunction.Of(model), data, [first, second], options, context);
    }

    /// <summary>Computes the effects of one feature or of two on a function.</summary>
    /// <param name="function">Computes a number for each row, on any thread.</param>
    /// <param name="data">The rows; weights count in the means.</param>
    /// <param name="features">The names of one feature, any but a text, or of two that are numeric.</param>
    /// <param name="options">The intervals and the number of rows; null for the usual.</param>
    /// <param name="context">The seed of a sample, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The effects.</returns>
    /// <exception cref="ModelyardException">There is no such feature, one cannot be taken or has no cell, both are the same, or there are no rows.</exception>
    public static AccumulatedLocalEffects Of(Func<Matrix, double[]> function, Dataset data, IReadOnlyList<string> features, DependenceOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(data);
        return Of(ModelFunction.Of(function, data.Schema), data, features, options, context);
    }

    /// <summary>Gets the effects: one an end of an interval or a level, or of two features those of the second one within each of the first.</summary>
    /// <param name="output">The position of the output.</param>
    /// <returns>The effects.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public ReadOnlySpan<double> Effects(int output = 0) => _effects.Values.Row(Checked(output));

    /// <summary>Gets the least and the greatest output for some of the rows as they are: beside it one tells a curve that matters from one that is flat.</summary>
    /// <param name="output">The position of the output.</param>
    /// <returns>The range, over at most 500 rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public (double Low, double High) Range(int output = 0) => _ranges[Checked(output)];

    /// <summary>Names the unit of an output.</summary>
    /// <param name="output">The position of the output.</param>
    /// <returns>The unit, such as <c>prediction</c> or <c>probability of Yes</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public string Unit(int output = 0) => ShapleyCharts.UnitOf(_scale, Outputs[Checked(output)]);

    private static AccumulatedLocalEffects Of(ModelFunction function, Dataset data, IReadOnlyList<string> features, DependenceOptions? options, FitContext? context)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= DependenceOptions.Default;
        context ??= FitContext.Default;
        int[] columns = DataFeature.FindOneOrTwo(function.Features, features);
        var sample = DependenceSample.Of(function, data, options.MaxRows ?? MostRows, context);
        return new AccumulatedLocalEffects(
            sample, columns.Length == 1 ? FirstOrderEffects.Compute(sample, columns[0], options, context) : SecondOrderEffects.Compute(sample, columns, options, context));
    }

    private int Checked(int output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs.Count);
        return output;
    }
}
