using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the turning of each timestamp into the parts of it that vary: days since 1970, year, month, day, weekday, hour and minute.</summary>
/// <remarks>A part that is the same in every training row is left out. A missing timestamp gives missing parts.</remarks>
public sealed record DateParts : ITransformer
{
    /// <summary>Gets the names of the features to take apart; null for all timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        FitChecks.Run(this, data);
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.Kind == FeatureKind.Timestamp);
        byte[] parts = new byte[data.FeatureCount];
        Span<double> first = stackalloc double[DatePartsModel.PartCount], own = stackalloc double[DatePartsModel.PartCount];
        for (int feature = 0; feature < parts.Length; feature++)
        {
            context.Checkpoint();
            bool any = false;
            for (int row = 0; chosen[feature] && row < data.RowCount; row++)
            {
                double seconds = data.Features.Row(row)[feature];
                if (double.IsNaN(seconds) || (data.HasWeights && data.Weights[row] == 0))
                {
                    continue;
                }

                DatePartsModel.Split(seconds, own);
                if (!any)
                {
                    own.CopyTo(first);
                    any = true;
                }

                for (int part = 0; part < own.Length; part++)
                {
                    parts[feature] |= (byte)(own[part] != first[part] ? 1 << part : 0);
                }
            }

            // A column that never varies still gives one part, so that it does not vanish without a trace.
            parts[feature] = chosen[feature] && parts[feature] == 0 ? (byte)1 : parts[feature];
        }

        return new DatePartsModel(data.Schema, parts);
    }
}
