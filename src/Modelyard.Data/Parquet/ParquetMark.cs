using Modelyard.Frames;

namespace Modelyard.Data.Parquet;

/// <summary>Looks at the first and last bytes of a file, which tell whether it is Parquet.</summary>
internal static class ParquetMark
{
    /// <summary>Refuses a file that is not Parquet.</summary>
    /// <exception cref="FrameFormatException">The file is not there, or is not Parquet.</exception>
    public static void Check(string path)
    {
        using Modelyard.Frames.Csv.ByteSource source = Modelyard.Frames.Csv.ByteSource.Open(path);
        Span<byte> first = stackalloc byte[4], last = stackalloc byte[8];
        int read = source.Read(0, first);
        if (read < 4 || !(first.SequenceEqual("PAR1"u8) || first.SequenceEqual("PARE"u8)))
        {
            throw new FrameFormatException(path, "This is not a Parquet file: it does not begin with 'PAR1'. If it is text, name it by its format, or say the format.");
        }

        if (first.SequenceEqual("PARE"u8))
        {
            throw new FrameFormatException(path, "This Parquet file is encrypted and must be plain.");
        }

        if (source.Length < 12 || source.Read(source.Length - 8, last) < 8 || !last[4..].SequenceEqual("PAR1"u8))
        {
            throw new FrameFormatException(path, "The Parquet file is cut off: it does not end with 'PAR1'. Copy or write it again.");
        }
    }
}
