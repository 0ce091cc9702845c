// A library to preload, see CSystemCallFaults.c; nothing is called by name.
#ifndef SWPIPE_CSYSTEMCALLFAULTS_H
#define SWPIPE_CSYSTEMCALLFAULTS_H
#endif
