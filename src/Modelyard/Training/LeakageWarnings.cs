using Modelyard.Learning;
using Modelyard.Selection.Features;

namespace Modelyard.Training;

/// <summary>Finds inputs that alone give the target away: mostly copies of it, or things that become known only after it.</summary>
internal static class LeakageWarnings
{
    internal static IEnumerable<string> Of(Dataset data, FitContext context) => SoleFeature.OfAll(data, context)
        .Where(one => one.Score.Removed >= SoleFeature.GivesAway)
        .Select(one => $"The column '{one.Name}' alone gives the target '{data.TargetName}' away ({one.Score.Removed:P0} of the error is gone). If it is not known at the time of prediction, leave it out with '--exclude {one.Name}'.");
}
