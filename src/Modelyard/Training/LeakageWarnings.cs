using Modelyard.Learning;
using Modelyard.Selection.Features;

namespace Modelyard.Training;

/// <summary>Finds inputs that alone give the target away: mostly copies of it, or things that become known only after it. A time may well: trends and seasons are what it is there for.</summary>
internal static class LeakageWarnings
{
    internal static IEnumerable<string> Of(Dataset data, FitContext context) => SoleFeature.OfAll(data, context)
        .Where(one => one.Score.Removed >= SoleFeature.GivesAway && data.Schema[data.Schema.IndexOf(one.Name)].Kind != FeatureKind.Timestamp)
        .Select(one => $"The column '{one.Name}' alone gives the target '{data.TargetName}' away ({one.Score.Removed:P0} of the error is gone). If it is not known at the time of prediction, leave it out with '--exclude {one.Name}'.");
}
