using Modelyard.Frames;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents what the treatment of outliers did to one column.</summary>
/// <param name="Limits">The limits.</param>
/// <param name="Below">The number of values below the lower limit.</param>
/// <param name="Above">The number of values above the upper limit.</param>
/// <param name="Before">The column before.</param>
/// <param name="After">The column after.</param>
public sealed record OutlierColumnReport(OutlierLimits Limits, int Below, int Above, ColumnSummary Before, ColumnSummary After);
