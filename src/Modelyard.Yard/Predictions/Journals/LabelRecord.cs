using System.Text;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Writes and reads the records of a journal of true labels.</summary>
internal static class LabelRecord
{
    /// <summary>The first record of a journal of labels.</summary>
    internal static ReadOnlySpan<byte> Header => """{"format":"modelyard-labels","version":1}"""u8;

    /// <summary>Writes labels as one record, behind room for its frame.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="time">When they came, in UTC.</param>
    internal static byte[] Write(IReadOnlyList<TrueLabel> labels, DateTime time)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(new byte[JournalFile.FrameLength]);
        writer.Write(Whole(time));
        writer.Write(labels.Count);
        foreach (TrueLabel label in labels)
        {
            Write(writer, label.Request);
            writer.Write(label.Row);
            Write(writer, label.Key);
            writer.Write(Whole(label.At ?? time));
            Write(writer, label.Label);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads the labels of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="path">The path of the journal, for errors.</param>
    /// <param name="labels">Receives the labels, each with when it came.</param>
    /// <exception cref="YardException">The record is not one of labels.</exception>
    internal static void Read(ReadOnlySpan<byte> record, string path, List<(TrueLabel Label, DateTime Came)> labels)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(record.ToArray()), Encoding.UTF8);
            var came = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                string? request = ReadText(reader);
                int row = reader.ReadInt32();
                string? key = ReadText(reader);
                var at = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
                labels.Add((new TrueLabel(ReadText(reader)) { Request = request, Row = row, Key = key, At = at }, came));
            }
        }
        catch (Exception fault) when (fault is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new YardException($"The journal '{path}' has a record that is not one of labels. Restore the file from a copy.", fault);
        }
    }

    // Whole microseconds, as those of predictions, so that neither is before the other by what tables cannot hold.
    private static long Whole(DateTime time) => time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond);

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
