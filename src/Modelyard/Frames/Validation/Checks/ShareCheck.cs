using System.Globalization;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Holds the share of missing cells against the greatest allowed.</summary>
/// <param name="tally">Counts the failure.</param>
/// <param name="column">The name of the column.</param>
/// <param name="most">The greatest share, from 0 to 1.</param>
internal sealed class ShareCheck(Tally tally, string column, double most) : ITableCheck
{
    private long _missing;

    public Tally Tally => tally;

    public ulong[]? Add(Frame chunk, long offset)
    {
        _missing += chunk[column].MissingCount;
        return null;
    }

    public void Finish(long rows)
    {
        if (_missing > most * rows)
        {
            tally.AddWhole(
                ((double)_missing / rows).ToString("R", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"'{_missing}' of '{rows}' cells are missing ({(double)_missing / rows:P1}) and '{most}' of them may be."));
        }
    }
}
