namespace Modelyard.Inference;

/// <summary>Says what the coefficients of a regression change, and what their exponentials are.</summary>
/// <param name="RatioName">What the exponential of a coefficient is; empty where it means nothing.</param>
/// <param name="Meaning">What a coefficient is, in a sentence.</param>
internal sealed record CoefficientScale(string RatioName, string Meaning)
{
    private const string Where = "where a column rises by 1 and the others stay";

    internal static CoefficientScale Of(RegressionFit fit) => fit switch
    {
        MultinomialFit several => OfOdds($"of a class against '{several.Levels[0]}'"),
        { Settings: GlmRegression settings } => Of(settings.Family, settings.Link ?? settings.Family.DefaultLink, fit.Data),
        _ => new("", $"What '{fit.Data.TargetName}' changes by {Where}."),
    };

    private static CoefficientScale Of(RegressionFamily family, RegressionLink link, RegressionData data)
    {
        string answer = data.TargetLevels.Count == 2 ? $"'{data.TargetLevels[1]}'" : $"'{data.TargetName}'";
        (string kind, string whose) = family.IsBinomial ? ("probability", answer) : ("mean", $"'{data.TargetName}'");
        return link switch
        {
            RegressionLink.Logit => OfOdds($"of {answer}"),
            RegressionLink.Log => OfLogarithm(family.IsBinomial ? "risk ratio" : family.IsCount ? "rate ratio" : "mean ratio", kind, whose),
            RegressionLink.Identity => new("", $"What the {kind} of {whose} changes by {Where}."),
            RegressionLink.Inverse => new("", $"What one over the {kind} of {whose} changes by {Where}."),
            RegressionLink.InverseSquared => new("", $"What one over the square of the {kind} of {whose} changes by {Where}."),
            RegressionLink.Probit => new("", $"What the normal quantile of the {kind} of {whose} changes by {Where}."),
            _ => new("", $"What the complementary log-log of the {kind} of {whose} changes by {Where}."),
        };
    }

    private static CoefficientScale OfOdds(string whose) =>
        new("odds ratio", $"What the log-odds {whose} change by {Where}; the odds ratio is what the odds are multiplied by.");

    private static CoefficientScale OfLogarithm(string ratio, string kind, string whose) =>
        new(ratio, $"What the logarithm of the {kind} of {whose} changes by {Where}; the {ratio} is what the {kind} itself is multiplied by.");
}
