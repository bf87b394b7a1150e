using Modelyard.Learning;

namespace Modelyard.Inference;

/// <summary>Represents a generalised linear model by maximum likelihood: a function of the mean is a weighted sum of the columns.</summary>
/// <remarks>
/// Weighted least squares of the linearised target, again and again until the coefficients stand still (Fisher's scoring, which for the canonical links is Newton's method).
/// Weights of the data are those of variances; of binomial shares they are the numbers of trials. Classes that a weighted sum parts have no finite coefficients and are refused by name.
/// Source: McCullagh and Nelder (1989), Generalized Linear Models, chapter 2.
/// </remarks>
public sealed record GlmRegression : RegressionMethod
{
    /// <summary>Gets the distribution of the target around its mean.</summary>
    public required RegressionFamily Family { get; init; }

    /// <summary>Gets the function of the mean; null for that of the family.</summary>
    public RegressionLink? Link { get; init; }

    /// <summary>Gets the greatest number of steps.</summary>
    public int MaxIterations { get; init; } = 200;

    private protected override RegressionFit Estimate(RegressionData data, FitContext context)
    {
        CheckTarget(data);
        RegressionLink link = Link ?? Family.DefaultLink;
        if (Family.IsBinomial && link is RegressionLink.Inverse or RegressionLink.InverseSquared)
        {
            throw new ModelyardException($"The link is '{link}', of which a share is no mean. Take 'Logit', 'Probit', 'Cloglog', 'Log' or 'Identity'.");
        }

        if (!Family.IsBinomial && link >= RegressionLink.Logit)
        {
            throw new ModelyardException($"The link '{link}' is for shares, and the family is '{Family.Name}'. Take 'Log', 'Identity' or 'Inverse'.");
        }

        var scoring = new FisherScoring(Family, link, data, context);
        scoring.Run(MaxIterations);
        double nullDeviance = scoring.NullDeviance(out double nullLikelihood);
        return GeneralizedFit.Of(this, data, scoring, link, nullDeviance, nullLikelihood, InferenceDegrees(data, studentByDefault: false), ConditionNumber(scoring.Factor), context);
    }

    private void CheckTarget(RegressionData data)
    {
        if (data.TargetLevels.Count > 0 && !(Family.IsBinomial && data.TargetLevels.Count == 2))
        {
            string advice = !Family.IsBinomial ? "must be a number" : data.TargetLevels.Count > 2 ? "must have two; take 'multinomial' for more" : "must have two, or there is nothing to tell apart";
            throw new ModelyardException($"The target '{data.TargetName}' is a category of '{data.TargetLevels.Count}' levels and {advice}.");
        }

        ReadOnlySpan<double> target = data.Target;
        bool varies = false;
        for (int row = 0; row < target.Length; row++)
        {
            varies |= target[row] != target[0];
            if (Family.Fault(target[row]) is { } fault)
            {
                throw new ModelyardException($"The target '{data.TargetName}' is '{target[row]}' in data row {data.DataRow(row)} and must be {fault} for the family '{Family.Name}'. Mend the cell, leave the row out or take another family.");
            }
        }

        if (!varies && (Family.HasFixedScale ? target[0] is 0 || (Family.IsBinomial && target[0] == 1) : data.Design.Columns.Count > 0))
        {
            throw new ModelyardException($"The target '{data.TargetName}' is '{target[0]}' in every row, so that there is nothing to explain.");
        }
    }
}
