using System.Runtime.ExceptionServices;
using Modelyard.Data.Parquet.Arrow;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet;

/// <summary>Shows a frame to DuckDB as a table, which reads the cells where they lie, once.</summary>
internal sealed unsafe class DuckDbTable : IDisposable
{
    private readonly ArrowFrame _rows;

    /// <summary>Shows a frame.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The name of the table.</param>
    /// <param name="frame">The frame, with a column at least.</param>
    /// <exception cref="DuckDbException">DuckDB does not take it.</exception>
    public DuckDbTable(DuckDbSession session, string name, Frame frame)
    {
        _rows = new ArrowFrame(frame);
        fixed (byte* text = DuckDbSession.Text(name))
        {
            if (session.Api.ArrowScan(session.Connection, text, _rows.Stream) != 0)
            {
                _rows.Dispose();
                throw new DuckDbException("DuckDB does not take the table and gives no reason.");
            }
        }
    }

    /// <summary>Determines whether the library can be shown frames.</summary>
    public static bool CanShow(DuckDbSession session) => session.Api.ArrowScan is not null;

    /// <summary>Does something with the table, and tells why its rows could not be had, rather than that they could not.</summary>
    /// <param name="work">The work.</param>
    public void Tell(Action work)
    {
        try
        {
            work();
        }
        catch (DuckDbException) when (_rows.Failure is not null)
        {
            ExceptionDispatchInfo.Throw(_rows.Failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();
}
