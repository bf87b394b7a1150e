using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet;

/// <summary>Represents the functions of DuckDB's C interface that tables need.</summary>
/// <remarks>They are looked up by name in the library that was found, so that the assembly needs no resolver, of which it may have but one.</remarks>
internal sealed unsafe class DuckDbApi
{
    public readonly delegate* unmanaged[Cdecl]<nint*, int> CreateConfig;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int> SetConfig;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyConfig;
    public readonly delegate* unmanaged[Cdecl]<byte*, nint*, nint, byte**, int> Open;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> Close;
    public readonly delegate* unmanaged[Cdecl]<nint, nint*, int> Connect;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> Disconnect;
    public readonly delegate* unmanaged[Cdecl]<void*, void> Free;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, nint*, int> Prepare;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*> PrepareError;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyPrepare;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, byte*, ulong, int> BindText;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, long, int> BindInteger;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, double, int> BindDouble;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, byte, int> BindBoolean;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, long, int> BindTimestamp;
    public readonly delegate* unmanaged[Cdecl]<nint, DuckDbResultData*, int> Execute;
    public readonly delegate* unmanaged[Cdecl]<nint, DuckDbResultData*, int> ExecuteStreaming;
    public readonly delegate* unmanaged[Cdecl]<DuckDbResultData*, void> DestroyResult;
    public readonly delegate* unmanaged[Cdecl]<DuckDbResultData*, byte*> ResultError;
    public readonly delegate* unmanaged[Cdecl]<DuckDbResultData*, ulong> ColumnCount;
    public readonly delegate* unmanaged[Cdecl]<DuckDbResultData*, ulong, byte*> ColumnName;
    public readonly delegate* unmanaged[Cdecl]<DuckDbResultData*, ulong, nint> ColumnType;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyType;
    public readonly delegate* unmanaged[Cdecl]<nint, int> TypeId;
    public readonly delegate* unmanaged[Cdecl]<nint, byte> DecimalWidth;
    public readonly delegate* unmanaged[Cdecl]<nint, byte> DecimalScale;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong> StructCount;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, byte*> StructName;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, nint> StructType;
    public readonly delegate* unmanaged[Cdecl]<DuckDbResultData, nint> FetchChunk;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong> ChunkSize;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong, nint> ChunkVector;
    public readonly delegate* unmanaged[Cdecl]<nint*, void> DestroyChunk;
    public readonly delegate* unmanaged[Cdecl]<nint, void*> VectorData;
    public readonly delegate* unmanaged[Cdecl]<nint, ulong*> VectorValidity;

    /// <summary>Initializes the functions.</summary>
    /// <param name="library">The library that was loaded.</param>
    /// <exception cref="EntryPointNotFoundException">The library lacks one of them.</exception>
    public DuckDbApi(nint library)
    {
        nint Find(string name) => NativeLibrary.GetExport(library, "duckdb_" + name);
        CreateConfig = (delegate* unmanaged[Cdecl]<nint*, int>)Find("create_config");
        SetConfig = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)Find("set_config");
        DestroyConfig = (delegate* unmanaged[Cdecl]<nint*, void>)Find("destroy_config");
        Open = (delegate* unmanaged[Cdecl]<byte*, nint*, nint, byte**, int>)Find("open_ext");
        Close = (delegate* unmanaged[Cdecl]<nint*, void>)Find("close");
        Connect = (delegate* unmanaged[Cdecl]<nint, nint*, int>)Find("connect");
        Disconnect = (delegate* unmanaged[Cdecl]<nint*, void>)Find("disconnect");
        Free = (delegate* unmanaged[Cdecl]<void*, void>)Find("free");
        Prepare = (delegate* unmanaged[Cdecl]<nint, byte*, nint*, int>)Find("prepare");
        PrepareError = (delegate* unmanaged[Cdecl]<nint, byte*>)Find("prepare_error");
        DestroyPrepare = (delegate* unmanaged[Cdecl]<nint*, void>)Find("destroy_prepare");
        BindText = (delegate* unmanaged[Cdecl]<nint, ulong, byte*, ulong, int>)Find("bind_varchar_length");
        BindInteger = (delegate* unmanaged[Cdecl]<nint, ulong, long, int>)Find("bind_int64");
        BindDouble = (delegate* unmanaged[Cdecl]<nint, ulong, double, int>)Find("bind_double");
        BindBoolean = (delegate* unmanaged[Cdecl]<nint, ulong, byte, int>)Find("bind_boolean");
        BindTimestamp = (delegate* unmanaged[Cdecl]<nint, ulong, long, int>)Find("bind_timestamp");
        Execute = (delegate* unmanaged[Cdecl]<nint, DuckDbResultData*, int>)Find("execute_prepared");
        ExecuteStreaming = (delegate* unmanaged[Cdecl]<nint, DuckDbResultData*, int>)Find("execute_prepared_streaming");
        DestroyResult = (delegate* unmanaged[Cdecl]<DuckDbResultData*, void>)Find("destroy_result");
        ResultError = (delegate* unmanaged[Cdecl]<DuckDbResultData*, byte*>)Find("result_error");
        ColumnCount = (delegate* unmanaged[Cdecl]<DuckDbResultData*, ulong>)Find("column_count");
        ColumnName = (delegate* unmanaged[Cdecl]<DuckDbResultData*, ulong, byte*>)Find("column_name");
        ColumnType = (delegate* unmanaged[Cdecl]<DuckDbResultData*, ulong, nint>)Find("column_logical_type");
        DestroyType = (delegate* unmanaged[Cdecl]<nint*, void>)Find("destroy_logical_type");
        TypeId = (delegate* unmanaged[Cdecl]<nint, int>)Find("get_type_id");
        DecimalWidth = (delegate* unmanaged[Cdecl]<nint, byte>)Find("decimal_width");
        DecimalScale = (delegate* unmanaged[Cdecl]<nint, byte>)Find("decimal_scale");
        StructCount = (delegate* unmanaged[Cdecl]<nint, ulong>)Find("struct_type_child_count");
        StructName = (delegate* unmanaged[Cdecl]<nint, ulong, byte*>)Find("struct_type_child_name");
        StructType = (delegate* unmanaged[Cdecl]<nint, ulong, nint>)Find("struct_type_child_type");
        FetchChunk = (delegate* unmanaged[Cdecl]<DuckDbResultData, nint>)Find("fetch_chunk");
        ChunkSize = (delegate* unmanaged[Cdecl]<nint, ulong>)Find("data_chunk_get_size");
        ChunkVector = (delegate* unmanaged[Cdecl]<nint, ulong, nint>)Find("data_chunk_get_vector");
        DestroyChunk = (delegate* unmanaged[Cdecl]<nint*, void>)Find("destroy_data_chunk");
        VectorData = (delegate* unmanaged[Cdecl]<nint, void*>)Find("vector_get_data");
        VectorValidity = (delegate* unmanaged[Cdecl]<nint, ulong*>)Find("vector_get_validity");
    }
}
