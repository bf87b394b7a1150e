using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents an estimated regression: its coefficients, how sure they are, and figures of the fit.</summary>
/// <remarks>Immutable and safe to read from any thread.</remarks>
public abstract class RegressionFit
{
    private readonly double[] _estimates;

    private protected RegressionFit(RegressionMethod settings, RegressionData data, IReadOnlyList<string> names, double[] estimates, Matrix covariance, double degrees)
    {
        Settings = settings;
        Data = data;
        _estimates = estimates;
        Covariance = covariance;
        Degrees = degrees;
        var distribution = new StudentT(degrees);
        double width = distribution.Quantile(0.5 + (0.5 * settings.Confidence));
        var coefficients = new CoefficientEstimate[estimates.Length];
        for (int i = 0; i < estimates.Length; i++)
        {
            double error = Math.Sqrt(covariance[i, i]), statistic = estimates[i] / error;
            coefficients[i] = new CoefficientEstimate(names[i], estimates[i], error, statistic, distribution.TwoSided(statistic), estimates[i] - (width * error), estimates[i] + (width * error));
        }

        Coefficients = coefficients;
    }

    /// <summary>Gets how the regression was estimated.</summary>
    public RegressionMethod Settings { get; }

    /// <summary>Gets what it was estimated of.</summary>
    public RegressionData Data { get; }

    /// <summary>Gets the name of the method, such as <c>OLS</c> or <c>Logit</c>.</summary>
    public abstract string Method { get; }

    /// <summary>Gets the coefficients in the order of the columns of the design.</summary>
    public IReadOnlyList<CoefficientEstimate> Coefficients { get; }

    /// <summary>Gets what the exponential of a coefficient is: 'odds ratio' where the weighted sum is a log-odds, 'rate ratio' of counts, 'risk ratio' of shares and 'mean ratio' of amounts where it is the logarithm of a mean; empty for other links.</summary>
    public string RatioName => CoefficientScale.Of(this).RatioName;

    /// <summary>Gets the covariance of the coefficients, coefficients x coefficients.</summary>
    public Matrix Covariance { get; }

    /// <summary>Gets the degrees of freedom with which statistics are compared; infinity if they are compared with the normal distribution.</summary>
    public double Degrees { get; }

    /// <summary>Gets the number of rows less the number of coefficients.</summary>
    public int ResidualDegrees => RowCount - Coefficients.Count;

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => Data.Design.RowCount;

    /// <summary>Gets the figures of the fit, in the order in which people read them.</summary>
    public IReadOnlyList<FitFigure> Figures { get; private protected init; } = [];

    /// <summary>Gets what a reader should know before trusting the figures, in full sentences.</summary>
    public IReadOnlyList<string> Notes { get; private protected init; } = [];

    /// <summary>Gets a figure by its name in data.</summary>
    /// <param name="figure">The name, such as <c>rSquared</c>.</param>
    /// <exception cref="ModelyardException">The fit has no such figure.</exception>
    public double this[string figure] => Figures.FirstOrDefault(one => one.Name == figure)?.Value
        ?? throw new ModelyardException($"The fit has no figure '{figure}'. The nearest is '{Spelling.Nearest(figure, Figures.Select(one => one.Name))}'.");

    internal double[] Estimates => _estimates;

    /// <summary>Tests whether coefficients are 0 all together (Wald's test).</summary>
    /// <param name="terms">The names of features, whose columns are all meant, or of single coefficients.</param>
    /// <returns>The test, with F where coefficients are compared with Student's t and chi-square where they are compared with the normal distribution.</returns>
    /// <exception cref="ModelyardException">A name is neither that of a feature nor that of a coefficient.</exception>
    public HypothesisTest Wald(params IEnumerable<string> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        Matrix restrictions = Restrictions(terms);
        return restrictions.Rows > 0 ? Wald(restrictions) : throw new ModelyardException("No coefficient is named, and one or more must be.");
    }

    /// <summary>Tests linear restrictions on the coefficients (Wald's test).</summary>
    /// <param name="restrictions">One restriction a row: the weights of the coefficients, restrictions x coefficients, of full rank.</param>
    /// <param name="values">What the weighted sums are to be; null for zeros.</param>
    /// <returns>The test, with F where coefficients are compared with Student's t and chi-square where they are compared with the normal distribution.</returns>
    /// <exception cref="ModelyardException">The shapes do not fit, or restrictions depend on each other.</exception>
    public HypothesisTest Wald(Matrix restrictions, double[]? values = null)
    {
        ArgumentNullException.ThrowIfNull(restrictions);
        int count = restrictions.Rows;
        if (restrictions.Columns != Coefficients.Count || count == 0 || (values is not null && values.Length != count))
        {
            throw new ModelyardException($"The restrictions are '{count} x {restrictions.Columns}' with '{values?.Length ?? count}' values and must have '{Coefficients.Count}' columns and one value each.");
        }

        double statistic = WaldStatistic(restrictions, values) ?? throw new ModelyardException("The restrictions depend on each other, or a cluster-robust covariance has too few clusters for them. Test fewer at a time.");
        return double.IsInfinity(Degrees) ? HypothesisTest.OfChiSquare("Wald", statistic, count) : HypothesisTest.OfF("Wald", statistic / count, count, Degrees);
    }

    /// <summary>Makes the restrictions that coefficients are 0: one row for each that the names mean.</summary>
    internal Matrix Restrictions(IEnumerable<string> terms)
    {
        int[] tested = [.. terms.SelectMany(Positions).Distinct().Order()];
        var restrictions = new Matrix(tested.Length, Coefficients.Count);
        for (int i = 0; i < tested.Length; i++)
        {
            restrictions[i, tested[i]] = 1;
        }

        return restrictions;
    }

    /// <summary>Computes Wald's chi-square statistic of restrictions; null where their covariance is singular.</summary>
    internal double? WaldStatistic(Matrix restrictions, double[]? values = null)
    {
        int count = restrictions.Rows;
        Matrix half = new(count, Coefficients.Count), middle = new(count, count);
        MatrixProduct.Multiply(restrictions, Covariance, half);
        MatrixProduct.Multiply(half, restrictions, middle, transposeB: true);
        double[] excess = new double[count];
        for (int i = 0; i < count; i++)
        {
            excess[i] = VectorKernels.Dot(restrictions.Row(i), _estimates) - (values is null ? 0 : values[i]);
        }

        return Quadratic(middle, excess);
    }

    /// <summary>Computes the exponentials of the coefficients, with confidence intervals.</summary>
    /// <returns>One ratio a coefficient, in their order; none where <see cref="RatioName"/> is empty.</returns>
    public IReadOnlyList<CoefficientRatio> Ratios() =>
        RatioName.Length == 0 ? [] : [.. Coefficients.Select(one => new CoefficientRatio(one.Name, RatioOf(one.Estimate), RatioOf(one.Low), RatioOf(one.High)))];

    private static double RatioOf(double exponent) => Math.Exp(exponent) is var ratio && double.IsNormal(ratio) ? ratio : double.NaN;

    /// <summary>Computes the table that people read.</summary>
    /// <returns>A new table.</returns>
    public SummaryTable Summary() => RegressionSummary.Of(this);

    /// <inheritdoc/>
    public override string ToString() => Summary().ToString();

    /// <summary>Gets the degrees of freedom under an F statistic.</summary>
    internal double JointDegrees => Settings.Covariance == CovarianceKind.Cluster ? SandwichCovariance.ClusterCount(Data.ClusterArray) - 1 : ResidualDegrees;

    /// <summary>Finds the coefficients that a name means.</summary>
    private protected virtual IEnumerable<int> Positions(string name)
    {
        if (Data.Design.Terms.FirstOrDefault(term => term.Name == name) is { } found)
        {
            return Enumerable.Range(found.First, found.Count);
        }

        int place = Coefficients.Select(one => one.Name).ToList().IndexOf(name);
        return place >= 0 ? [place] : throw new ModelyardException(
            $"'{name}' is neither a feature nor a coefficient. The nearest is '{Spelling.Nearest(name, Coefficients.Select(one => one.Name).Concat(Data.Design.Terms.Select(term => term.Name)))}'.");
    }

    /// <summary>Computes <c>xᵀ A⁻¹ x</c>; null if A is singular.</summary>
    internal static double? Quadratic(Matrix matrix, double[] vector)
    {
        double[] sizes = new double[vector.Length], scaled = new double[vector.Length];
        var unit = new Matrix(vector.Length, vector.Length);
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Sqrt(matrix[i, i]);
            scaled[i] = vector[i] / sizes[i];
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            for (int j = 0; j < sizes.Length; j++)
            {
                unit[i, j] = matrix[i, j] / (sizes[i] * sizes[j]);
            }
        }

        if (!Cholesky.TryOf(unit, out Cholesky? factor))
        {
            return null;
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            if (!(factor.Upper[i, i] > 1e-7))
            {
                return null;
            }
        }

        TriangularSolve.InPlace(factor.Upper, upper: true, transpose: true, scaled);
        return VectorKernels.SumOfSquares(scaled);
    }
}
