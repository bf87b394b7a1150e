using Modelyard.Frames;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents an estimated multinomial logistic regression: a set of coefficients for each class but the first.</summary>
public sealed class MultinomialFit : RegressionFit
{
    private readonly MultinomialNewton _newton;

    private MultinomialFit(MultinomialRegression settings, RegressionData data, MultinomialNewton newton, Matrix covariance, double degrees)
        : base(settings, data, [.. newton.Levels.Skip(1).SelectMany(level => data.Design.Columns.Select(column => $"{level}: {column}"))], newton.Coefficients, covariance, degrees) => _newton = newton;

    /// <inheritdoc/>
    public override string Method => "Multinomial logit";

    /// <summary>Gets the classes; the coefficients of each but the first are for its odds against the first.</summary>
    public IReadOnlyList<string> Levels => _newton.Levels;

    /// <summary>Predicts the probabilities of the classes for the rows of a table.</summary>
    /// <param name="frame">The table; it must have the features and no missing cell in them.</param>
    /// <returns>The probabilities, rows x classes.</returns>
    /// <exception cref="ModelyardException">A feature is not in the table, or a cell cannot be coded.</exception>
    public Matrix Predict(Frame frame)
    {
        DesignMatrix design = Data.Design.Encode(frame);
        var probabilities = new Matrix(design.RowCount, Levels.Count);
        int columns = design.Columns.Count;
        for (int row = 0; row < design.RowCount; row++)
        {
            Span<double> sums = probabilities.Row(row);
            for (int one = 1; one < Levels.Count; one++)
            {
                sums[one] = VectorKernels.Dot(design.Values.Row(row), Estimates.AsSpan((one - 1) * columns, columns));
            }

            VectorKernels.SoftmaxInPlace(sums);
        }

        return probabilities;
    }

    internal static MultinomialFit Of(MultinomialRegression settings, RegressionData data, MultinomialNewton newton, double degrees)
    {
        Matrix covariance = newton.ToCovariance(settings.Covariance == CovarianceKind.Classical ? newton.Inverse : newton.Sandwich(settings.Covariance));
        double n = data.Design.RowCount, size = newton.Coefficients.Length, likelihood = newton.LogLikelihood, without = newton.NullLogLikelihood();
        double model = size - (data.Design.SpansConstant() ? newton.Levels.Length - 1 : 0), ratio = 2 * (likelihood - without);
        return new MultinomialFit(settings, data, newton, covariance, degrees)
        {
            Figures =
            [
                new("rows", "Rows", n),
                new("droppedRows", "Rows left out", data.DroppedRows),
                new("modelDegrees", "Df model", model),
                new("residualDegrees", "Df residual", n - size),
                new("pseudoRSquared", "Pseudo R-squared", 1 - (likelihood / without)),
                new("logLikelihood", "Log-likelihood", likelihood),
                new("nullLogLikelihood", "LL without features", without),
                new("likelihoodRatio", "LR statistic", model > 0 ? ratio : double.NaN),
                new("likelihoodRatioPValue", "Prob(LR)", model > 0 ? new ChiSquare(model).Upper(ratio) : double.NaN),
                new("deviance", "Deviance", -2 * likelihood),
                new("aic", "AIC", (2 * size) - (2 * likelihood)),
                new("bic", "BIC", (Math.Log(n) * size) - (2 * likelihood)),
                new("conditionNumber", "Condition number", newton.Factor.Condition()),
                new("iterations", "Iterations", newton.Iterations),
            ],
            Notes = [.. SandwichCovariance.Notes(settings.Covariance, data), $"The odds of each class are against '{newton.Levels[0]}'."],
        };
    }

    private protected override IEnumerable<int> Positions(string name)
    {
        int columns = Data.Design.Columns.Count;
        return Data.Design.Terms.FirstOrDefault(term => term.Name == name) is { } found
            ? Enumerable.Range(0, Levels.Count - 1).SelectMany(one => Enumerable.Range((one * columns) + found.First, found.Count))
            : base.Positions(name);
    }
}
