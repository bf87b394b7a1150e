using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Arrow;

/// <summary>Represents a frame as a stream of batches in Arrow's C stream interface, by which DuckDB reads it on several threads without a copy of it.</summary>
/// <remarks>
/// A batch has as many rows as a row group of Parquet, so that each becomes one as it is. Beside 1.2 s through an appender, which copies all rows into a table
/// on one thread first, the flights take 0.5 s (write_parquet_flights).
/// </remarks>
internal sealed unsafe class ArrowFrame : IDisposable
{
    private const int BatchRows = 122_880;
    private const int Failed = 5;

    private readonly NativeBlocks _blocks = new();
    private readonly ArrowColumn[] _columns;
    private readonly CancellationToken _cancellation = ParallelLoop.Cancellation;
    private readonly ArrowSchema* _schema;
    private readonly int _rows;
    private GCHandle _self;
    private int _next;
    private byte* _message;

    /// <summary>Initializes a stream.</summary>
    /// <param name="frame">The frame, with a column at least.</param>
    public ArrowFrame(Frame frame)
    {
        _rows = frame.RowCount;
        _columns = [.. frame.Columns.Select(column => new ArrowColumn(column, _blocks))];
        _schema = _blocks.Allocate<ArrowSchema>(1);
        _schema->Format = _blocks.Text("+s");
        _schema->Name = _blocks.Text(string.Empty);
        _schema->ChildCount = _columns.Length;
        ArrowSchema* parts = _blocks.Allocate<ArrowSchema>(_columns.Length);
        _schema->Children = (ArrowSchema**)_blocks.Allocate<nint>(_columns.Length);
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Describe(parts + i, _blocks);
            _schema->Children[i] = parts + i;
        }

        _self = GCHandle.Alloc(this);
        Stream = _blocks.Allocate<ArrowStream>(1);
        Stream->GetSchema = &GetSchema;
        Stream->GetNext = &GetNext;
        Stream->GetError = &GetError;
        Stream->Release = &Release;
        Stream->Private = (void*)GCHandle.ToIntPtr(_self);
    }

    /// <summary>Gets the stream, which is there until this object is disposed of.</summary>
    public ArrowStream* Stream { get; }

    /// <summary>Gets why the stream ended early; null if it did not.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _self.Free();
        _blocks.Dispose();
    }

    private static ArrowFrame Of(ArrowStream* stream) => (ArrowFrame)GCHandle.FromIntPtr((nint)stream->Private).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetSchema(ArrowStream* stream, ArrowSchema* schema)
    {
        ArrowFrame frame = Of(stream);
        frame._schema->Release = &ReleaseSchema;
        for (int i = 0; i < frame._columns.Length; i++)
        {
            frame._schema->Children[i]->Release = &ReleaseSchema;
        }

        *schema = *frame._schema;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetNext(ArrowStream* stream, ArrowArray* batch)
    {
        ArrowFrame frame = Of(stream);
        var blocks = new NativeBlocks();
        try
        {
            *batch = default;
            frame._cancellation.ThrowIfCancellationRequested();
            if (frame._next < frame._rows)
            {
                frame.Show(batch, blocks);
            }
            else
            {
                blocks.Dispose();
            }

            return 0;
        }
        catch (Exception exception)
        {
            // No exception may leave managed code here; whoever began the query throws it again.
            blocks.Dispose();
            frame.Failure ??= exception;
            frame._message = frame._blocks.Text(exception.Message);
            return Failed;
        }
    }

    private void Show(ArrowArray* batch, NativeBlocks blocks)
    {
        int count = Math.Min(BatchRows, _rows - _next);
        batch->Length = count;
        batch->BufferCount = 1;
        batch->Buffers = (void**)blocks.Allocate<nint>(1);
        batch->ChildCount = _columns.Length;
        batch->Children = (ArrowArray**)blocks.Allocate<nint>(_columns.Length);
        ArrowArray* parts = blocks.Allocate<ArrowArray>(_columns.Length);
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Show(parts + i, _next, count, blocks);
            parts[i].Release = &ReleasePart;
            batch->Children[i] = parts + i;
        }

        batch->Private = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(blocks));
        batch->Release = &ReleaseBatch;
        _next += count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReleaseBatch(ArrowArray* batch)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)batch->Private);
        ((NativeBlocks)handle.Target!).Dispose();
        handle.Free();
        batch->Release = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReleasePart(ArrowArray* array) => array->Release = null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReleaseSchema(ArrowSchema* schema) => schema->Release = null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* GetError(ArrowStream* stream) => Of(stream)._message;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(ArrowStream* stream) => stream->Release = null;
}
