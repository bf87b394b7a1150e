using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Chooses the test that suits the kinds of a feature and of the target.</summary>
internal static class FeatureTests
{
    internal static UnivariateTest Run(FeatureValues feature, Dataset data, FeatureMeasure measure)
    {
        if (data.Task == TaskKind.Classification)
        {
            return measure == FeatureMeasure.ChiSquare || feature.IsCategory
                ? UnivariateTests.Independence(feature.LevelsOrRanges(), data.Labels)
                : measure == FeatureMeasure.KruskalWallis ? UnivariateTests.KruskalWallis(feature.Values, data.Labels)
                : UnivariateTests.AnovaF(feature.Values, data.Labels);
        }

        return (feature.IsCategory, measure) switch
        {
            (true, FeatureMeasure.Spearman) => UnivariateTests.KruskalWallis(data.Target, feature.Levels()),
            (true, _) => UnivariateTests.AnovaF(data.Target, feature.Levels()),
            (false, FeatureMeasure.Spearman) => UnivariateTests.Spearman(feature.Values, data.Target),
            _ => UnivariateTests.CorrelationF(feature.Values, data.Target),
        };
    }
}
