using Modelyard.Learning;
using Modelyard.Preparation;
using Modelyard.Preparation.Outliers;
using Modelyard.Preparation.Text;

namespace Modelyard.Explanation.Shapley;

/// <summary>Finds of which feature of the rows each feature behind a preparation was made.</summary>
internal static class FeatureOrigins
{
    /// <summary>Follows features through steps.</summary>
    /// <returns>For each feature behind the steps the one before them, or null if one is made of several.</returns>
    internal static int[]? Find(IReadOnlyList<ITransformModel> steps)
    {
        int[] origins = [.. Enumerable.Range(0, steps[0].Features.Count)];
        foreach (ITransformModel step in steps)
        {
            if (Of(step) is not { } own)
            {
                return null;
            }

            origins = Array.ConvertAll(own, feature => origins[feature]);
        }

        return origins;
    }

    private static int[]? Of(ITransformModel step) => step switch
    {
        ScalingModel or PowerModel or QuantileModel or ClippingModel or OrdinalModel or TfidfModel => [.. Enumerable.Range(0, step.Features.Count)],
        SelectionModel selection => selection.Columns.ToArray(),
        ImputerModel imputer => [.. Enumerable.Range(0, step.Features.Count), .. imputer.Indicated],
        OneHotModel encoder => Spread(encoder.Starts, step.Outputs.Count),
        BinModel bins => Spread(bins.Starts, step.Outputs.Count),
        SplineModel splines => Spread(splines.Starts, step.Outputs.Count),
        TargetEncodingModel encoder => Spread(encoder.Starts, step.Outputs.Count),
        DatePartsModel dates => [.. Enumerable.Range(0, step.Features.Count).SelectMany(feature => Enumerable.Repeat(feature, dates.WidthOf(feature)))],
        DateCyclesModel dates => [.. Enumerable.Range(0, step.Features.Count).SelectMany(feature => Enumerable.Repeat(feature, dates.WidthOf(feature)))],
        TextPreparationModel texts => Of(texts),
        _ => null,
    };

    /// <summary>Gives each feature those from its start to the next one's.</summary>
    private static int[] Spread(ReadOnlySpan<int> starts, int outputs)
    {
        int[] origins = new int[outputs];
        for (int feature = 0; feature < starts.Length; feature++)
        {
            origins.AsSpan(starts[feature], (feature + 1 < starts.Length ? starts[feature + 1] : outputs) - starts[feature]).Fill(feature);
        }

        return origins;
    }

    private static int[]? Of(TextPreparationModel texts)
    {
        int columns = texts.Features.WithoutTerms().Count;
        int[]? own = texts.Steps.Count == 0 ? [.. Enumerable.Range(0, columns)] : Find(texts.Steps);
        if (own is null)
        {
            return null;
        }

        int[] origins = new int[texts.Outputs.Count];
        own.CopyTo(origins, 0);
        ReadOnlySpan<int> outputs = texts.OutputsOfTerms;
        for (int term = 0; term < outputs.Length; term++)
        {
            if (outputs[term] >= 0)
            {
                origins[outputs[term]] = columns + term;
            }
        }

        return origins;
    }
}
