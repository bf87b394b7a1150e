using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Cli;

/// <summary>Chooses the inputs of a fit: what the plan of the table leaves, or with '--raw' every number and truth value as it is.</summary>
internal static class FitInputs
{
    internal static FeatureSchema Of(Frame frame, TablePlan? plan, params string[] targets)
    {
        FeatureSchema inputs = plan?.Inputs ?? new FeatureSchema(frame.Columns
            .Where(column => column.Kind is ColumnKind.Integer or ColumnKind.Double or ColumnKind.Boolean && !targets.Contains(column.Name, StringComparer.Ordinal))
            .Select(TablePlan.Describe));
        return inputs.Count > 0
            ? inputs
            : throw new ModelyardException($"No column{(targets.Length > 0 ? $" besides {string.Join(", ", targets.Select(target => $"'{target}'"))}" : "")} is numeric. Leave '--raw' out, so that texts are prepared.");
    }
}
