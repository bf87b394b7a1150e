using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Represents what a model says on average if one feature, or two, had a value in all rows, and what it says of each row.</summary>
/// <remarks>
/// Where features depend on each other, rows are made that could not be; <see cref="AccumulatedLocalEffects"/> makes none. A missing cell is replaced like any other. Sources: Friedman (2001), Annals of Statistics 29(5);
/// the curves of the rows are those of Goldstein et al. (2015), Journal of Computational and Graphical Statistics 24(1).
/// </remarks>
public sealed class PartialDependence
{
    private const int MostRows = 2000;
    private const int MostOfTwo = 20;
    private readonly ShapleyScale _scale;
    private readonly (double Low, double High)[] _ranges;
    private readonly Matrix _means;
    private readonly Matrix[] _curves;

    private PartialDependence(DependenceSample sample, IReadOnlyList<DependenceAxis> axes, Matrix means, Matrix[] curves)
    {
        Axes = axes;
        Outputs = sample.Function.Outputs;
        RowCount = sample.Rows.Rows;
        _scale = sample.Function.Scale;
        _ranges = sample.Ranges();
        _means = means;
        _curves = curves;
    }

    /// <summary>Gets the values of the one feature, or of the two.</summary>
    public IReadOnlyList<DependenceAxis> Axes { get; }

    /// <summary>Gets the names of the outputs: the classes, of two the second alone; one empty name for a number.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Gets a value indicating whether the curves of the rows were kept.</summary>
    public bool HasCurves => _curves.Length > 0;

    /// <summary>Computes the dependence of a model on one feature.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows, with the features of the model; weights count in the means.</param>
    /// <param name="feature">The name of the feature: any but a text.</param>
    /// <param name="options">The values and the number of rows; null for the usual.</param>
    /// <param name="context">The seed of a sample, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The dependence.</returns>
    /// <exception cref="ModelyardException">The model has no such feature, it is a text or has no cell, or there are no rows.</exception>
    public static PartialDependence Of(IModel model, Dataset data, string feature, DependenceOptions? options = null, FitContext? context = null) => Of(ModelOf(model), data, [feature], options, context);

    /// <summary>Computes the dependence of a model on two features together.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows, with the features of the model; weights count in the means.</param>
    /// <param name="first">The name of a feature: any but a text.</param>
    /// <param name="second">The name of another one.</param>
    /// <param name="options">The values and the number of rows; null for the usual.</param>
    /// <param name="context">The seed of a sample, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The dependence.</returns>
    /// <exception cref="ModelyardException">The model has no such feature, one is a text or has no cell, both are the same, or there are no rows.</exception>
    public static PartialDependence Of(IModel model, Dataset data, string first, string second, DependenceOptions? options = null, FitContext? context = null) =>
        Of(ModelOf(model), data, [first, second], options, context);

    /// <summary>Computes the dependence of a function on one feature, or on two together.</summary>
    /// <param name="function">Computes a number for each row, on any thread.</param>
    /// <param name="data">The rows; weights count in the means.</param>
    /// <param name="features">The names of one feature or of two: any but texts.</param>
    /// <param name="options">The values and the number of rows; null for the usual.</param>
    /// <param name="context">The seed of a sample, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The dependence.</returns>
    /// <exception cref="ModelyardException">There is no such feature, one is a text or has no cell, both are the same, or there are no rows.</exception>
    public static PartialDependence Of(Func<Matrix, double[]> function, Dataset data, IReadOnlyList<string> features, DependenceOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(data);
        return Of(ModelFunction.Of(function, data.Schema), data, features, options, context);
    }

    /// <summary>Gets the means: one a value, or of two features the values of the second one within each of the first.</summary>
    /// <param name="output">The position of the output.</param>
    /// <returns>The means.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public ReadOnlySpan<double> Means(int output = 0) => _means.Row(Checked(output));

    /// <summary>Gets the curve of each row: the output at each value.</summary>
    /// <param name="output">The position of the output.</param>
    /// <param name="isCentred">Whether each curve is moved to start at 0, so that its shape is seen alone.</param>
    /// <returns>A new matrix, rows x values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">The curves were not kept.</exception>
    public Matrix Curves(int output = 0, bool isCentred = false)
    {
        Checked(output);
        if (!HasCurves)
        {
            throw new InvalidOperationException("The curves of the rows are kept for one feature, and unless the options say that they are not.");
        }

        Matrix curves = _curves[output].Copy();
        for (int row = 0; isCentred && row < curves.Rows; row++)
        {
            Span<double> own = curves.Row(row);
            double start = own[0];
            for (int point = 0; point < own.Length; point++)
            {
                own[point] -= start;
            }
        }

        return curves;
    }

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

    private static ModelFunction ModelOf(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelFunction.Of(model);
    }

    private static PartialDependence Of(ModelFunction function, Dataset data, IReadOnlyList<string> features, DependenceOptions? options, FitContext? context)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= DependenceOptions.Default;
        context ??= FitContext.Default;
        int[] columns = DataFeature.FindOneOrTwo(function.Features, features);
        var sample = DependenceSample.Of(function, data, options.MaxRows ?? MostRows, context);
        DependenceAxis[] axes = Array.ConvertAll(columns, column => DependenceAxis.Of(sample, column, options, columns.Length == 1 ? int.MaxValue : MostOfTwo));
        var points = new Matrix(axes.Aggregate(1, (product, axis) => product * axis.Values.Length), columns.Length);
        for (int point = 0; point < points.Rows; point++)
        {
            points[point, 0] = axes[0].Values[point / (points.Rows / axes[0].Values.Length)];
            points[point, columns.Length - 1] = axes[^1].Values[point % axes[^1].Values.Length];
        }

        var curves = new Matrix[options.KeepsCurves && columns.Length == 1 ? function.Outputs.Count : 0];
        for (int output = 0; output < curves.Length; output++)
        {
            curves[output] = new Matrix(sample.Rows.Rows, points.Rows);
        }

        return new PartialDependence(sample, axes, Average(sample, columns, points, curves, context), curves);
    }

    /// <summary>Averages over the rows: within each block of them, then over the blocks in their order.</summary>
    private static Matrix Average(DependenceSample sample, int[] columns, Matrix points, Matrix[] curves, FitContext context)
    {
        var sums = new SortedDictionary<int, Matrix>();
        sample.Evaluate(columns, points, context, (first, point, outputs) =>
        {
            Matrix own;
            lock (sums)
            {
                own = sums.TryGetValue(first, out Matrix? known) ? known : sums[first] = new Matrix(outputs.Columns, points.Rows);
            }

            for (int row = 0; row < outputs.Rows; row++)
            {
                ReadOnlySpan<double> values = outputs.Row(row);
                double weight = sample.Weights[first + row];
                for (int output = 0; output < values.Length; output++)
                {
                    own[output, point] += weight * values[output];
                    if (curves.Length > 0)
                    {
                        curves[output][first + row, point] = values[output];
                    }
                }
            }
        });
        var means = new Matrix(sample.Function.Outputs.Count, points.Rows);
        foreach (Matrix part in sums.Values)
        {
            VectorKernels.Axpy(1, part.AsSpan(), means.AsSpan());
        }

        return means;
    }

    private int Checked(int output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, Outputs.Count);
        return output;
    }
}
