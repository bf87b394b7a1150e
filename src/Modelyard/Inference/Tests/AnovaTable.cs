using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Represents an analysis of variance, or of deviance: what each term of a fit explains.</summary>
/// <remarks>With classical assumptions, whatever covariance the fit took: for others test terms by <see cref="RegressionFit.Wald(IEnumerable{string})"/>. Source: Fisher (1925), Statistical Methods for Research Workers.</remarks>
public sealed class AnovaTable
{
    private AnovaTable(string target, AnovaKind kind, bool usesF, IReadOnlyList<AnovaRow> rows)
    {
        Target = target;
        Kind = kind;
        UsesF = usesF;
        Rows = rows;
    }

    /// <summary>Gets the name of the target.</summary>
    public string Target { get; }

    /// <summary>Gets beside which other terms each was judged.</summary>
    public AnovaKind Kind { get; }

    /// <summary>Gets a value indicating whether statistics are F; they are chi-square otherwise.</summary>
    public bool UsesF { get; }

    /// <summary>Gets the terms in order, and the residual.</summary>
    public IReadOnlyList<AnovaRow> Rows { get; }

    /// <summary>Analyses a linear regression.</summary>
    /// <param name="fit">The regression.</param>
    /// <param name="kind">Beside which other terms a term is judged.</param>
    /// <returns>A new table.</returns>
    public static AnovaTable Of(LinearFit fit, AnovaKind kind = AnovaKind.Partial)
    {
        ArgumentNullException.ThrowIfNull(fit);
        List<AnovaRow> rows = [];
        foreach (DesignTerm term in Terms(fit))
        {
            double squares = kind == AnovaKind.Sequential
                ? VectorKernels.SumOfSquares(fit.Factor.Projections.AsSpan(term.First, term.Count))
                : Partial(fit, term);
            rows.Add(Row(HypothesisTest.OfF(term.Name, squares / term.Count / fit.Scale, term.Count, fit.ResidualDegrees), squares));
        }

        rows.Add(new AnovaRow("Residual", fit.ResidualDegrees, fit.Scale * fit.ResidualDegrees, fit.Scale, double.NaN, double.NaN));
        return new AnovaTable(fit.Data.TargetName, kind, usesF: true, rows);
    }

    /// <summary>Analyses the deviance of a generalised linear model, which is estimated once more for each term.</summary>
    /// <param name="fit">The model.</param>
    /// <param name="kind">Beside which other terms a term is judged.</param>
    /// <returns>A new table: likelihood-ratio tests where the scale is known, F otherwise.</returns>
    /// <exception cref="ModelyardException">A smaller model cannot be estimated.</exception>
    public static AnovaTable Of(GeneralizedFit fit, AnovaKind kind = AnovaKind.Partial)
    {
        ArgumentNullException.ThrowIfNull(fit);
        List<AnovaRow> rows = [];
        DesignTerm[] terms = Terms(fit);
        double[] deviances = new double[terms.Length];
        RegressionData data = fit.Data;
        for (int i = terms.Length - 1; i >= 0; i--)
        {
            RegressionData smaller = (kind == AnovaKind.Partial ? fit.Data : data).Without(terms[i].Name);
            double before = kind == AnovaKind.Partial || i == terms.Length - 1 ? fit["deviance"] : deviances[i + 1];
            double deviance = ((GlmRegression)fit.Settings with { Covariance = CovarianceKind.Classical }).Fit(smaller)["deviance"];
            double gain = deviance - before;
            rows.Insert(0, Row(
                fit.Family.HasFixedScale ? HypothesisTest.OfChiSquare(terms[i].Name, gain, terms[i].Count) : HypothesisTest.OfF(terms[i].Name, gain / terms[i].Count / fit.Scale, terms[i].Count, fit.ResidualDegrees),
                gain));
            (deviances[i], data) = (deviance, smaller);
        }

        rows.Add(new AnovaRow("Residual", fit.ResidualDegrees, fit["deviance"], fit["deviance"] / fit.ResidualDegrees, double.NaN, double.NaN));
        return new AnovaTable(fit.Data.TargetName, kind, !fit.Family.HasFixedScale, rows);
    }

    /// <summary>Computes the table that people read.</summary>
    /// <returns>A new table.</returns>
    public SummaryTable Summary() => new()
    {
        Title = $"Analysis of {(UsesF ? "variance" : "deviance")} of {Target}, {(Kind == AnovaKind.Partial ? "each term beside all others" : "each term beside those before it")}",
        Headers = ["", "df", UsesF ? "sum of squares" : "deviance", "mean", UsesF ? "F" : "chi-square", "p"],
        Rows = [.. Rows.Select(row => (IReadOnlyList<string>)[
            row.Term, SummaryNumber.Text(row.Degrees), SummaryNumber.Text(row.SumOfSquares), SummaryNumber.Text(row.MeanSquare), SummaryNumber.Text(row.Statistic), SummaryNumber.PValue(row.PValue)])],
    };

    /// <inheritdoc/>
    public override string ToString() => Summary().ToString();

    private static DesignTerm[] Terms(RegressionFit fit) => [.. fit.Data.Design.Terms.Where(term => !fit.Data.Design.IsConstant(term))];

    private static AnovaRow Row(HypothesisTest test, double squares) => new(test.Name, test.Degrees, squares, squares / test.Degrees, test.Statistic, test.PValue);

    /// <summary>Computes by how much the squares of the residuals would grow without a term.</summary>
    private static double Partial(LinearFit fit, DesignTerm term)
    {
        Matrix transform = fit.Factor.Transform, block = new(term.Count, term.Count), rows = transform.RowRange(term.First, term.Count);
        MatrixProduct.Multiply(rows, rows, block, transposeB: true);
        return RegressionFit.Quadratic(block, [.. fit.Estimates.Skip(term.First).Take(term.Count)]) ?? double.NaN;
    }
}
