using System.Buffers;
using System.Security.Cryptography;
using Modelyard.Lifecycle.Predictions.Journals;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Writes the predictions of one version of a model to its log. Safe for any number of threads.</summary>
public sealed class PredictionWriter : IDisposable
{
    private readonly PredictionEncoder _encoder;
    private readonly RollingJournal _journal;
    private readonly double _share;
    private readonly Action<PredictionWriter> _closed;

    internal PredictionWriter(PredictionEncoder encoder, RollingJournal journal, double share, Action<PredictionWriter> closed) => (_encoder, _journal, _share, _closed) = (encoder, journal, share, closed);

    /// <summary>Determines whether a request is one of those that are kept, which its identifier alone decides.</summary>
    /// <param name="request">The identifier of the request in UTF-8.</param>
    /// <returns>True if it is.</returns>
    public bool Keeps(ReadOnlySpan<byte> request)
    {
        if (_share >= 1)
        {
            return true;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(request, digest);
        return BitConverter.ToUInt32(digest) < _share * (uint.MaxValue + 1.0);
    }

    /// <summary>Writes the predictions of a request, if it is one of those that are kept.</summary>
    /// <param name="block">The predictions.</param>
    /// <param name="isDurable">True to return only when they are on the disk; otherwise what this has returned from survives the death of the process, and soon a power cut too.</param>
    /// <returns>True if it is one of those that are kept, and so was written.</returns>
    /// <exception cref="ArgumentException">The lengths of the block do not fit together.</exception>
    /// <exception cref="YardException">The block is too large, or it cannot be written; nothing of it is in the log then.</exception>
    public bool Write(in PredictionBlock block, bool isDurable = false)
    {
        if (!Keeps(block.Request))
        {
            return false;
        }

        long length = JournalFile.FrameLength + _encoder.LengthOf(block);
        if (length > JournalFile.MostRecordBytes)
        {
            throw new YardException($"The {block.Predictions.Length:N0} predictions of one request take {length:N0} bytes in the log and may take {JournalFile.MostRecordBytes:N0}. Send fewer rows in a request.");
        }

        byte[] record = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            int written = _encoder.Write(block, record.AsSpan(JournalFile.FrameLength));
            _journal.Append(DateOnly.FromDateTime(block.Time), record.AsSpan(0, JournalFile.FrameLength + written), isDurable);
            return true;
        }
        catch (IOException fault)
        {
            throw new YardException($"The predictions cannot be logged: {fault.Message}", fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
    }

    /// <summary>Closes the journal; it is sealed when the log is next looked after.</summary>
    public void Dispose()
    {
        _journal.Dispose();
        _closed(this);
    }

    internal void Sync() => _journal.Sync();
}
