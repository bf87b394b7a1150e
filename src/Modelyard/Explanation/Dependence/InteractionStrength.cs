using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Represents how much features act together in a model: each pair, and each feature with all others.</summary>
/// <remarks>
/// The H of Friedman and Popescu, the root of their H²: the share of the standard deviation of the partial dependence on two features that is not the sum of the dependence on each; of one feature, the share of that of
/// the predictions that is not the sum of the dependence on it and on all others. 0 where effects add up, 1 where there is nothing but acting together; more is possible where features depend on each other. Where the
/// dependence on two features hardly varies H may be great over next to nothing: <see cref="Size"/> is in the unit of the output. Dependence is averaged over the very rows at which it is compared, so that the
/// work grows with the square of their number and with that of the pairs. What is some 1e-10 of the predictions or less is rounding, and counts as 0. Source: Friedman and Popescu (2008), Predictive Learning via Rule Ensembles, Annals of Applied Statistics 2(3).
/// </remarks>
public sealed class InteractionStrength
{
    private const int MostRows = 200;
    private readonly ShapleyScale _scale;
    private readonly Matrix[] _strengths;
    private readonly Matrix[] _sizes;

    private InteractionStrength(DependenceSample sample, int[] columns, Matrix[] strengths, Matrix[] sizes)
    {
        Features = new FeatureSchema(columns.Select(column => sample.Features[column]));
        Outputs = sample.Function.Outputs;
        RowCount = sample.Rows.Rows;
        _scale = sample.Function.Scale;
        _strengths = strengths;
        _sizes = sizes;
    }

    /// <summary>Gets the features.</summary>
    public FeatureSchema Features { get; }

    /// <summary>Gets the names of the outputs: the classes, of two the second alone; one empty name for a number.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Computes the strengths of a model's interactions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows, with the features of the model; weights count in the means.</param>
    /// <param name="features">The names of the features; null for all but texts.</param>
    /// <param name="options">The number of rows; null for 200.</param>
    /// <param name="context">The seed of the sample of rows, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The strengths.</returns>
    /// <exception cref="ModelyardException">The model has no such feature, it is a text, there are none, or there are no rows.</exception>
    public static InteractionStrength Of(IModel model, Dataset data, IReadOnlyList<string>? features = null, DependenceOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(ModelFunction.Of(model), data, features, options, context);
    }

    /// <summary>Computes the strengths of a function's interactions.</summary>
    /// <param name="function">Computes a number for each row, on any thread.</param>
    /// <param name="data">The rows; weights count in the means.</param>
    /// <param name="features">The names of the features; null for all but texts.</param>
    /// <param name="options">The number of rows; null for 200.</param>
    /// <param name="context">The seed of the sample of rows, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The strengths.</returns>
    /// <exception cref="ModelyardException">There is no such feature, it is a text, there are none, or there are no rows.</exception>
    public static InteractionStrength Of(Func<Matrix, double[]> function, Dataset data, IReadOnlyList<string>? features = null, DependenceOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(data);
        return Of(ModelFunction.Of(function, data.Schema), data, features, options, context);
    }

    /// <summary>Gets the H of a pair; of a feature with itself, that of the feature with all others.</summary>
    /// <param name="first">The position of a feature.</param>
    /// <param name="second">The position of the other one.</param>
    /// <param name="output">The position of the output.</param>
    /// <returns>The strength; 0 if the dependence does not vary.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature or output.</exception>
    public double Strength(int first, int second, int output = 0) => At(_strengths, first, second, output);

    /// <summary>Gets the standard deviation of what a pair does together beyond the two alone; of a feature with itself, that of the feature with all others.</summary>
    /// <param name="first">The position of a feature.</param>
    /// <param name="second">The position of the other one.</param>
    /// <param name="output">The position of the output.</param>
    /// <returns>The size in the unit of the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature or output.</exception>
    public double Size(int first, int second, int output = 0) => At(_sizes, first, second, output);

    /// <summary>Names the unit of an output.</summary>
    /// <param name="output">The position of the output.</param>
    /// <returns>The unit, such as <c>prediction</c> or <c>probability of Yes</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public string Unit(int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs.Count);
        return ShapleyCharts.UnitOf(_scale, Outputs[output]);
    }

    /// <summary>Lists the pairs by their sizes, the greatest first; a single feature with itself, which stands for all others.</summary>
    /// <param name="output">The position of the output.</param>
    /// <returns>The positions of the features of each pair.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public IReadOnlyList<(int First, int Second)> Ranked(int output = 0) => [.. Enumerable.Range(0, Features.Count)
        .SelectMany(i => Enumerable.Range(0, Features.Count == 1 ? 1 : i).Select(j => (First: j, Second: i)))
        .OrderByDescending(pair => Size(pair.First, pair.Second, output))];

    /// <summary>Names a pair, or a feature that stands with all others.</summary>
    internal string NameOf((int First, int Second) pair) => pair.First == pair.Second ? Features[pair.First].Name : $"{Features[pair.First].Name} x {Features[pair.Second].Name}";

    private static InteractionStrength Of(ModelFunction function, Dataset data, IReadOnlyList<string>? features, DependenceOptions? options, FitContext? context)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= DependenceOptions.Default;
        context ??= FitContext.Default;
        int[] columns = features is null
            ? [.. Enumerable.Range(0, function.Features.Count).Where(feature => function.Features[feature].Kind is not (FeatureKind.Text or FeatureKind.Term))]
            : [.. features.Select(name => DataFeature.Find(function.Features, name)).Distinct()];
        if (columns.Length == 0)
        {
            throw new ModelyardException("There are no features whose interactions could be measured. Name at least one that is not a text.");
        }

        Array.ForEach(columns, column => DependenceAxis.CheckKind(function.Features[column]));
        var sample = DependenceSample.Of(function, data, options.MaxRows ?? MostRows, context);
        var means = new JointDependence(sample, columns, context);
        int outputs = function.Outputs.Count;
        Matrix[] strengths = [.. Enumerable.Range(0, outputs).Select(_ => new Matrix(columns.Length, columns.Length))];
        Matrix[] sizes = [.. Enumerable.Range(0, outputs).Select(_ => new Matrix(columns.Length, columns.Length))];
        for (int output = 0; output < outputs; output++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    (double strength, double size) = means.Compare(i, j, output);
                    (strengths[output][i, j], strengths[output][j, i]) = (strength, strength);
                    (sizes[output][i, j], sizes[output][j, i]) = (size, size);
                }
            }
        }

        return new InteractionStrength(sample, columns, strengths, sizes);
    }

    private double At(Matrix[] values, int first, int second, int output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, values.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(first, Features.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(second);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(second, Features.Count);
        return values[output][first, second];
    }
}
