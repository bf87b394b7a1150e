namespace Modelyard.Data.Mongo;

/// <summary>Reads MongoDB's times, which are milliseconds since 1970.</summary>
internal static class MongoTime
{
    private const long First = -62_135_596_800_000;
    private const long Last = 253_402_300_799_999;

    /// <summary>Gets the ticks of a time; null if it is outside the years 1 to 9999.</summary>
    public static long? Ticks(long milliseconds) =>
        milliseconds is >= First and <= Last ? DateTime.UnixEpoch.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond) : null;
}
