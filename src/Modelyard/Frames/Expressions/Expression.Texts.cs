namespace Modelyard.Frames.Expressions;

/// <content>Texts and timestamps.</content>
public abstract partial class Expression
{
    /// <summary>Counts the characters (Unicode code points) of a text: <c>length(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Length() => Call("length", this);

    /// <summary>Writes a text in lower case: <c>lower(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Lower() => Call("lower", this);

    /// <summary>Writes a text in upper case: <c>upper(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Upper() => Call("upper", this);

    /// <summary>Takes spaces from both ends of a text: <c>trim(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Trim() => Call("trim", this);

    /// <summary>Determines whether a text holds another: <c>contains(t, part)</c>.</summary>
    /// <param name="part">The other text.</param>
    /// <returns>The expression.</returns>
    public Expression Contains(Expression part) => Call("contains", this, part);

    /// <summary>Determines whether a text begins with another: <c>startswith(t, part)</c>.</summary>
    /// <param name="part">The other text.</param>
    /// <returns>The expression.</returns>
    public Expression StartsWith(Expression part) => Call("startswith", this, part);

    /// <summary>Determines whether a text ends with another: <c>endswith(t, part)</c>.</summary>
    /// <param name="part">The other text.</param>
    /// <returns>The expression.</returns>
    public Expression EndsWith(Expression part) => Call("endswith", this, part);

    /// <summary>Puts one text in place of each occurrence of another: <c>replace(t, old, new)</c>.</summary>
    /// <param name="old">What is replaced; an empty text is found nowhere.</param>
    /// <param name="replacement">What stands in its place.</param>
    /// <returns>The expression.</returns>
    public Expression Replace(Expression old, Expression replacement) => Call("replace", this, old, replacement);

    /// <summary>Cuts a part out of a text: <c>slice(t, start, length)</c>.</summary>
    /// <param name="start">The zero-based first character; below zero, counted from the end.</param>
    /// <param name="length">The number of characters; all that follow if null.</param>
    /// <returns>The expression.</returns>
    public Expression Slice(Expression start, Expression? length = null) => length is null ? Call("slice", this, start) : Call("slice", this, start, length);

    /// <summary>Cuts a text at a separator and takes one part: <c>split(t, separator, part)</c>.</summary>
    /// <param name="separator">The separator, not empty.</param>
    /// <param name="part">The zero-based part; below zero, counted from the end.</param>
    /// <returns>The expression; missing where there is no such part.</returns>
    public Expression Split(Expression separator, Expression part) => Call("split", this, separator, part);

    /// <summary>Determines whether a regular expression is found in a text: <c>matches(t, pattern)</c>.</summary>
    /// <param name="pattern">The regular expression, as .NET writes it.</param>
    /// <returns>The expression. A search that takes longer than a second is an error.</returns>
    public Expression Matches(string pattern) => Call("matches", this, pattern);

    /// <summary>Determines whether a whole text has a pattern in which <c>%</c> is any text and <c>_</c> any character: <c>t like pattern</c>.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The expression.</returns>
    public Expression Like(string pattern) => Call("like", this, pattern);

    /// <summary>Reads a timestamp from a text: <c>timestamp(t)</c>.</summary>
    /// <returns>The expression; missing where a text is no timestamp. A text with a time zone is turned to UTC.</returns>
    public Expression ToTimestamp() => Call("timestamp", this);

    /// <summary>Says that the time is in UTC, and leaves it as it stands: <c>utc(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression AsUtc() => Call("utc", this);

    /// <summary>Takes the zone away from the time, and leaves it as it stands: <c>local(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression AsLocal() => Call("local", this);

    /// <summary>Gets the year: <c>year(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Year() => Call("year", this);

    /// <summary>Gets the quarter, 1 to 4: <c>quarter(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Quarter() => Call("quarter", this);

    /// <summary>Gets the month, 1 to 12: <c>month(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Month() => Call("month", this);

    /// <summary>Gets the week of ISO 8601, 1 to 53: <c>week(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Week() => Call("week", this);

    /// <summary>Gets the year to which the week of ISO 8601 belongs: <c>isoyear(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression IsoYear() => Call("isoyear", this);

    /// <summary>Gets the day of the month, 1 to 31: <c>day(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Day() => Call("day", this);

    /// <summary>Gets the day of the year, 1 to 366: <c>dayofyear(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression DayOfYear() => Call("dayofyear", this);

    /// <summary>Gets the day of the week, 0 for Sunday to 6 for Saturday, as <see cref="System.DayOfWeek"/>: <c>weekday(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Weekday() => Call("weekday", this);

    /// <summary>Gets the hour, 0 to 23: <c>hour(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Hour() => Call("hour", this);

    /// <summary>Gets the minute, 0 to 59: <c>minute(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Minute() => Call("minute", this);

    /// <summary>Gets the second, 0 to 59: <c>second(t)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Second() => Call("second", this);

    /// <summary>Goes back to the start of a unit of time: <c>datetrunc(t, 'hour')</c>.</summary>
    /// <param name="unit">The unit.</param>
    /// <returns>The expression.</returns>
    public Expression StartOf(TimeUnit unit) => Call("datetrunc", this, Name(unit));

    /// <summary>Adds time: <c>dateadd(t, amount, 'day')</c>.</summary>
    /// <param name="amount">How many units, a whole number; of weeks and shorter units decimals too.</param>
    /// <param name="unit">The unit. A day that a month does not have becomes its last.</param>
    /// <returns>The expression.</returns>
    public Expression AddTime(Expression amount, TimeUnit unit) => Call("dateadd", this, amount, Name(unit));

    /// <summary>Computes the time from another timestamp to this one: <c>datediff(t, other, 'day')</c>.</summary>
    /// <param name="other">The other timestamp.</param>
    /// <param name="unit">The unit.</param>
    /// <returns>The expression: of weeks and shorter units a double, exact to 100 nanoseconds; of months, quarters and years the whole ones that have passed.</returns>
    public Expression TimeSince(Expression other, TimeUnit unit) => Call("datediff", this, other, Name(unit));

    private static string Name(TimeUnit unit) => unit.ToString().ToLowerInvariant();
}
