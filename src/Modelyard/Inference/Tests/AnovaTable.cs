using Modelyard.Charts;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Represents an analysis of variance, or of deviance: what each term of a fit explains.</summary>
/// <remarks>
/// The second type is not changed by how categories are coded, and the third is one of levels compared with their mean, so that both mean the same with interactions as without.
/// Sums of squares and deviances are those of classical errors; statistics are of the errors that the fit took.
/// Sources: Fisher (1925), Statistical Methods for Research Workers; Fox (2016), Applied Regression Analysis and Generalized Linear Models, 3rd edition, chapters 8 and 15.
/// </remarks>
public sealed class AnovaTable
{
    private AnovaTable(RegressionFit fit, AnovaType type, bool usesF, IReadOnlyList<AnovaRow> rows)
    {
        Target = fit.Data.TargetName;
        IsOfVariance = fit is LinearFit;
        Covariance = fit.Settings.Covariance;
        Type = type;
        UsesF = usesF;
        Rows = rows;
    }

    /// <summary>Gets the name of the target.</summary>
    public string Target { get; }

    /// <summary>Gets beside which other terms each was judged.</summary>
    public AnovaType Type { get; }

    /// <summary>Gets a value indicating whether sums of squares are analysed; they are deviances otherwise.</summary>
    public bool IsOfVariance { get; }

    /// <summary>Gets what was assumed of the errors where statistics were computed.</summary>
    public CovarianceKind Covariance { get; }

    /// <summary>Gets a value indicating whether statistics are F; they are chi-square otherwise.</summary>
    public bool UsesF { get; }

    /// <summary>Gets the terms in order, and the residual.</summary>
    public IReadOnlyList<AnovaRow> Rows { get; }

    /// <summary>Analyses a regression.</summary>
    /// <param name="fit">The regression: linear, generalised or of several classes.</param>
    /// <param name="type">Beside which other terms a term is judged.</param>
    /// <returns>A new table: F of a linear regression, of others likelihood-ratio tests, F where the scale is estimated; with robust errors Wald's tests.</returns>
    /// <exception cref="ModelyardException">A smaller model cannot be estimated, the fit has a penalty, or its errors allow no joint test.</exception>
    public static AnovaTable Of(RegressionFit fit, AnovaType type = AnovaType.TypeII)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return fit switch
        {
            LinearFit linear => OfLinear(linear, type),
            GeneralizedFit { Settings.Covariance: not CovarianceKind.Classical } robust => OfRobust(robust, type),
            GeneralizedFit or MultinomialFit { Settings.Covariance: CovarianceKind.Classical } => OfLikelihoods(fit, type),
            MultinomialFit => throw new ModelyardException($"The analysis of several classes compares likelihoods, which know no errors of the kind '{fit.Settings.Covariance}'. Take classical ones, or test terms by 'Wald'."),
            _ => throw new ModelyardException($"'{fit.Method}' has a penalty, with which no analysis of variance is defined. Estimate the regression without it."),
        };
    }

    /// <summary>Computes the table that people read.</summary>
    /// <returns>A new table.</returns>
    public SummaryTable Summary() => new()
    {
        Title = $"Analysis of {(IsOfVariance ? "variance" : "deviance")} of {Target}, type {new string('I', (int)Type)}: each term beside {Beside()}",
        Headers = ["", "df", IsOfVariance ? "sum of squares" : "deviance", "mean", UsesF ? "F" : "chi-square", "p"],
        Rows = [.. Rows.Select(row => (IReadOnlyList<string>)[
            row.Term, SummaryNumber.Text(row.Degrees), SummaryNumber.Text(row.SumOfSquares), SummaryNumber.Text(row.MeanSquare), SummaryNumber.Text(row.Statistic), SummaryNumber.PValue(row.PValue)])],
        Notes = Covariance == CovarianceKind.Classical ? [] : [$"{(UsesF ? "F" : "Chi-square")} is Wald's, with standard errors of the kind {Covariance}{(IsOfVariance ? "; sums of squares know nothing of these" : "")}."],
    };

    /// <summary>Draws the statistic of each term over its degrees of freedom, the greatest first.</summary>
    /// <returns>A new chart.</returns>
    public BarChart ToChart() => new()
    {
        Title = $"What each term explains of {Target}",
        Description = $"{(UsesF ? "F" : "Chi-square over its degrees of freedom")}, about 1 if a term explains nothing; terms with p below 0.05 stand off.",
        Axis = new Axis { Label = UsesF ? "F" : "chi-square over degrees of freedom" },
        ValueText = SummaryNumber.Text,
        Items = [.. Rows.Where(row => !double.IsNaN(row.Statistic)).Select(row => new BarItem(row.Term, UsesF ? row.Statistic : row.Statistic / row.Degrees, IsHighlighted: row.PValue < 0.05))
            .OrderByDescending(item => item.Value)],
    };

    /// <inheritdoc/>
    public override string ToString() => Summary().ToString();

    private string Beside() => Type switch
    {
        AnovaType.TypeI => "those before it",
        AnovaType.TypeII => "all others but its interactions",
        _ => "all others, levels compared with their mean",
    };

    private static AnovaTable OfLinear(LinearFit fit, AnovaType type)
    {
        Matrix equal = fit.Factor.Transform.Copy(), root = fit.CovarianceRoot();
        IReadOnlyList<DesignTerm> terms = fit.Data.Design.Terms;
        List<AnovaRow> rows = [];
        foreach (DesignTerm term in Terms(fit, withIntercept: type == AnovaType.TypeIII))
        {
            double squares = TermTest.Statistic(terms, fit.Estimates, equal, term, type);
            HypothesisTest test = HypothesisTest.OfF(term.Name, TermTest.Statistic(terms, fit.Estimates, root, term, type) / term.Count, term.Count, fit.JointDegrees);
            rows.Add(Row(test, squares));
        }

        rows.Add(new AnovaRow("Residual", fit.ResidualDegrees, fit.Scale * fit.ResidualDegrees, fit.Scale, double.NaN, double.NaN));
        return new AnovaTable(fit, type, usesF: true, rows);
    }

    private static AnovaTable OfRobust(GeneralizedFit fit, AnovaType type)
    {
        Matrix root = fit.CovarianceRoot();
        AnovaRow[] rows = [.. Terms(fit).Select(term =>
            Row(HypothesisTest.OfChiSquare(term.Name, TermTest.Statistic(fit.Data.Design.Terms, fit.Estimates, root, term, type), term.Count), double.NaN))];
        return new AnovaTable(fit, type, usesF: false, [.. rows, Residual(fit)]);
    }

    /// <summary>Compares likelihoods: the regression is estimated once more for each term, or twice if others are left out with it.</summary>
    private static AnovaTable OfLikelihoods(RegressionFit fit, AnovaType type)
    {
        RegressionMethod method = fit.Settings with { Covariance = CovarianceKind.Classical };
        RegressionData data = type == AnovaType.TypeIII ? fit.Data.WithDesign(fit.Data.Design.ToSumCoding()) : fit.Data;
        var deviances = new Dictionary<string, double>(StringComparer.Ordinal) { [""] = fit["deviance"] };
        double Deviance(IEnumerable<DesignTerm> absent)
        {
            string[] names = [.. absent.OrderBy(term => term.First).Select(term => term.Name)];
            string key = string.Join('\0', names);
            if (!deviances.TryGetValue(key, out double deviance))
            {
                deviances[key] = deviance = method.Fit(names.Aggregate(data, (left, name) => left.Without(name)))["deviance"];
            }

            return deviance;
        }

        double scale = fit is GeneralizedFit generalized ? generalized.Scale : 1;
        bool usesF = fit is GeneralizedFit { Family.HasFixedScale: false };
        int classes = fit.Coefficients.Count / fit.Data.Design.Columns.Count;
        AnovaRow[] rows = [.. Terms(fit).Select(term =>
        {
            DesignTerm[] absent = [.. TermTest.Absent(fit.Data.Design.Terms, term, type)];
            double gain = Math.Max(0, Deviance(absent.Append(term)) - Deviance(absent));
            int degrees = term.Count * classes;
            return Row(usesF ? HypothesisTest.OfF(term.Name, gain / degrees / scale, degrees, fit.ResidualDegrees) : HypothesisTest.OfChiSquare(term.Name, gain, degrees), gain);
        })];
        return new AnovaTable(fit, type, usesF, [.. rows, Residual(fit)]);
    }

    private static IEnumerable<DesignTerm> Terms(RegressionFit fit, bool withIntercept = false) =>
        fit.Data.Design.Terms.Where(term => !fit.Data.Design.IsConstant(term) || (withIntercept && fit.Data.Design.HasIntercept));

    private static AnovaRow Residual(RegressionFit fit) => new("Residual", fit.ResidualDegrees, fit["deviance"], fit["deviance"] / fit.ResidualDegrees, double.NaN, double.NaN);

    private static AnovaRow Row(HypothesisTest test, double squares) => new(test.Name, test.Degrees, squares, squares / test.Degrees, test.Statistic, test.PValue);
}
