using Modelyard.Frames;

namespace Modelyard.Preparation.Outliers;

/// <summary>Gives tables the verbs that treat outliers by limits learned from the table itself.</summary>
public static class OutlierVerbs
{
    /// <summary>Drops the rows that have a value beyond the limits.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="method">How the limits are found.</param>
    /// <param name="lower">The level, the multiple or the limit of the lower side; the method's own if null.</param>
    /// <param name="upper">The level, the multiple or the limit of the upper side; the method's own if null.</param>
    /// <param name="columns">The names of the columns; all that hold integers or doubles if null.</param>
    /// <returns>The treated table, and what was changed.</returns>
    /// <exception cref="ModelyardException">A column is not in the table or does not hold numbers, or the figures do not suit the method.</exception>
    public static OutlierResult TrimOutliers(this Frame frame, OutlierMethod method, double? lower = null, double? upper = null, IReadOnlyList<string>? columns = null) =>
        Treat(frame, OutlierAction.Trim, method, lower, upper, columns);

    /// <summary>Sets the values beyond the limits to the limits.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="method">How the limits are found.</param>
    /// <param name="lower">The level, the multiple or the limit of the lower side; the method's own if null.</param>
    /// <param name="upper">The level, the multiple or the limit of the upper side; the method's own if null.</param>
    /// <param name="columns">The names of the columns; all that hold integers or doubles if null.</param>
    /// <returns>The treated table, and what was changed.</returns>
    /// <exception cref="ModelyardException">A column is not in the table or does not hold numbers, or the figures do not suit the method.</exception>
    public static OutlierResult CapOutliers(this Frame frame, OutlierMethod method, double? lower = null, double? upper = null, IReadOnlyList<string>? columns = null) =>
        Treat(frame, OutlierAction.Cap, method, lower, upper, columns);

    /// <summary>Sets the values beyond the limits to the nearest value that lies within them.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="method">How the limits are found.</param>
    /// <param name="lower">The level, the multiple or the limit of the lower side; the method's own if null.</param>
    /// <param name="upper">The level, the multiple or the limit of the upper side; the method's own if null.</param>
    /// <param name="columns">The names of the columns; all that hold integers or doubles if null.</param>
    /// <returns>The treated table, and what was changed.</returns>
    /// <exception cref="ModelyardException">A column is not in the table or does not hold numbers, or the figures do not suit the method.</exception>
    public static OutlierResult WinsoriseOutliers(this Frame frame, OutlierMethod method, double? lower = null, double? upper = null, IReadOnlyList<string>? columns = null) =>
        Treat(frame, OutlierAction.Winsorise, method, lower, upper, columns);

    private static OutlierResult Treat(Frame frame, OutlierAction action, OutlierMethod method, double? lower, double? upper, IReadOnlyList<string>? columns) =>
        new OutlierTreatment { Action = action, Method = method, Lower = lower, Upper = upper, Columns = columns }.Learn(frame).Apply(frame);
}
