using System.Globalization;
using Modelyard.Generators.Emission;
using Modelyard.Generators.Models;

namespace Modelyard.Generators.Analysis;

/// <summary>Reads the ends of ranges.</summary>
internal static class RangeBound
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <summary>Reads an end as the cells of a column hold it.</summary>
    /// <param name="value">What the attribute says: a number, or a text.</param>
    /// <param name="form">How the member becomes a cell.</param>
    /// <param name="kind">The kind of the column.</param>
    /// <param name="isUpper">True for the greatest value.</param>
    /// <param name="isExclusive">True if the value itself lies without.</param>
    /// <param name="bound">Receives the end; null if there is none, as every value lies within.</param>
    /// <returns>True if it is one of the kind.</returns>
    public static bool TryRead(object? value, CellForm form, string kind, bool isUpper, bool isExclusive, out BoundModel? bound)
    {
        bound = null;
        if (form is CellForm.Seconds or CellForm.Ticks && value is string span)
        {
            bool isSpan = TimeSpan.TryParse(span, CultureInfo.InvariantCulture, out TimeSpan time);
            bound = isSpan ? form == CellForm.Ticks ? OfInteger(time.Ticks, isExclusive) : OfDouble(time.TotalSeconds, isExclusive) : null;
            return isSpan;
        }

        if (kind == "Timestamp")
        {
            return TryReadTime(value as string, form, isExclusive, out bound);
        }

        if (value is string text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            value = whole;
        }
        else if (value is string other)
        {
            value = double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : double.NaN;
        }

        if (kind == "Double")
        {
            double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            bound = double.IsInfinity(number) && number > 0 == isUpper ? null : OfDouble(number, isExclusive);
            return !double.IsNaN(number) && (bound is null || !double.IsInfinity(number));
        }

        return TryReadInteger(value, isUpper, isExclusive, out bound);
    }

    private static bool TryReadInteger(object? value, bool isUpper, bool isExclusive, out BoundModel? bound)
    {
        bound = null;
        if (value is not double number)
        {
            bound = OfInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture), isExclusive);
            return true;
        }

        if (isUpper ? number >= TwoTo63 : number < -TwoTo63)
        {
            return true;
        }

        if (!(number >= -TwoTo63 && number < TwoTo63))
        {
            return false;
        }

        // Integers above 2.5 are those from 3 on.
        double whole = isUpper ? Math.Floor(number) : Math.Ceiling(number);
        bound = OfInteger((long)whole, isExclusive && whole == number);
        return true;
    }

    private static bool TryReadTime(string? text, CellForm form, bool isExclusive, out BoundModel? bound)
    {
        bound = null;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time)
            || (form == CellForm.Date && time.TimeOfDay != TimeSpan.Zero))
        {
            return false;
        }

        bound = new BoundModel(Literals.Integer(time.Ticks), $"new global::System.DateTime({Literals.Integer(time.Ticks)})", isExclusive);
        return true;
    }

    private static BoundModel OfInteger(long value, bool isExclusive) => new(Literals.Integer(value), Literals.Integer(value), isExclusive);

    private static BoundModel OfDouble(double value, bool isExclusive) => new(Literals.Double(value), Literals.Double(value), isExclusive);
}
